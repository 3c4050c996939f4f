import { useNavigate, useNavigation } from "@remix-run/react";
import { Menu as MenuIcon, Search } from "lucide-react";
import { Suspense, useState, type ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { lazyPart } from "#app/ui/lazy-part.ts";
import { AccountButton } from "./account-button.tsx";
import type { AccountMenuProps } from "./account-menu-props.ts";
import type { Command, CommandRun } from "./commands.ts";
import { Crumbs } from "./crumbs.tsx";
import { SideNav, type SideNavProps } from "./side-nav.tsx";
import { useArrival } from "./use-arrival.ts";
import { useLetters, useShortcuts } from "./use-shortcuts.tsx";
import { useSignOut } from "./use-sign-out.tsx";
import { useTheme } from "./use-theme.tsx";

// None is needed to see a page, so none keeps one waiting.
const Palette = lazyPart(() => import("./palette.tsx").then((part) => part.Palette));
const ShortcutsSheet = lazyPart(() => import("./shortcuts-sheet.tsx").then((part) => part.ShortcutsSheet));
const Drawer = lazyPart(() => import("./drawer.tsx").then((part) => part.Drawer));

export interface ShellProps {
  readonly nav: Omit<SideNavProps, "onNavigate">;
  /** The id of whoever looks. */
  readonly person: string;
  readonly account: Omit<AccountMenuProps, "onTheme" | "onSignOut">;
  readonly commands: readonly Command[];
  /** The environment that the page is about, where it is about one. */
  readonly place: ReactNode;
  readonly children: ReactNode;
}

/** The frame around every page of a project: navigation at the side, the way here on top, the page itself. */
export function Shell({ nav, person, account, commands, place, children }: ShellProps) {
  const [theme, chooseTheme] = useTheme(account.theme);
  const signOut = useSignOut(person);
  const arrival = useArrival();
  const [opened, setOpened] = useState<"palette" | "shortcuts" | undefined>(undefined);
  const [letters, setLetters] = useLetters();
  const run = useRun({ chooseTheme, signOut, openShortcuts: () => setOpened("shortcuts") });
  useShortcuts({
    commands,
    letters,
    run: (command) => run(command.run),
    openPalette: () => setOpened("palette"),
  });
  const project = nav.current?.key;
  const toggle = (what: "palette" | "shortcuts") => (open: boolean) => {
    setOpened((now) => (open ? what : now === what ? undefined : now));
  };
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[224px_minmax(0,1fr)]">
      <a href="#page" className="skip-link rounded-md bg-accent px-3 py-2 font-[550] text-on-accent">
        Skip to the page
      </a>
      <Progress />
      <aside aria-label="Navigation" className="hidden border-r border-line bg-sunken lg:block">
        <div className="sticky top-0 h-dvh">
          <SideNav {...nav} />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 border-b border-line bg-bg/92 backdrop-blur-sm">
          <div className="flex h-13 items-center gap-3 px-4 sm:px-6">
            <DrawerButton nav={nav} />
            <Crumbs />
            {place}
            <div className="ml-auto flex shrink-0 items-center gap-2 sm:gap-3">
              <PaletteTrigger project={project} onOpen={() => setOpened("palette")} />
              <AccountButton {...account} theme={theme} onTheme={chooseTheme} onSignOut={signOut} />
            </div>
          </div>
        </header>
        <main
          ref={arrival}
          id="page"
          tabIndex={-1}
          className="w-full max-w-330 flex-1 px-4 pt-6 pb-28 outline-none sm:px-7"
        >
          {children}
        </main>
      </div>
      {opened !== undefined && (
        <Suspense>
          {opened === "palette" ? (
            <Palette open onOpenChange={toggle("palette")} commands={commands} project={project} run={run} />
          ) : (
            <ShortcutsSheet
              open
              onOpenChange={toggle("shortcuts")}
              commands={commands}
              letters={letters}
              onLettersChange={setLetters}
            />
          )}
        </Suspense>
      )}
    </div>
  );
}

function useRun(with_: {
  readonly chooseTheme: (theme: AccountMenuProps["theme"]) => void;
  readonly signOut: () => void;
  readonly openShortcuts: () => void;
}): (run: CommandRun) => void {
  const navigate = useNavigate();
  return (run) => {
    switch (run.do) {
      case "go":
        void navigate(run.to);
        return;
      case "theme":
        with_.chooseTheme(run.theme);
        return;
      case "shortcuts":
        with_.openShortcuts();
        return;
      case "sign-out":
        with_.signOut();
        return;
      default:
        run satisfies never;
    }
  };
}

/** Without scripts it leads to the list of flags, which can be searched without them. */
function PaletteTrigger({
  project,
  onOpen,
}: {
  readonly project: string | undefined;
  readonly onOpen: () => void;
}) {
  return (
    <form action={project === undefined ? "/" : `/projects/${project}/flags`}>
      <button
        type="submit"
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={(event) => {
          event.preventDefault();
          onOpen();
        }}
        className="flex h-8.5 items-center gap-2 rounded-md border border-line bg-panel text-ink-3 shadow-rest transition-colors hover:border-line-strong hover:text-ink-2 max-sm:w-8.5 max-sm:justify-center sm:w-52 sm:px-2.5 lg:w-60"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="text-sm max-sm:sr-only">Find anything…</span>
        <span aria-hidden className="ml-auto max-sm:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
    </form>
  );
}

/** The way to the navigation where there is no room for it. */
function DrawerButton({ nav }: { readonly nav: ShellProps["nav"] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        tone="ghost"
        size="icon"
        aria-label="Open the navigation"
        aria-haspopup="dialog"
        aria-expanded={open}
        className="-ml-1.5 lg:hidden"
        onClick={() => {
          setOpen(true);
        }}
      >
        <MenuIcon aria-hidden />
      </Button>
      {open && (
        <Suspense>
          <Drawer nav={nav} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** A thin line at the top while a page is on its way, and the word for it. */
function Progress() {
  const busy = useNavigation().state !== "idle";
  return (
    <>
      <div
        aria-hidden
        className={`fixed inset-x-0 top-0 z-50 h-0.5 origin-left bg-accent transition-[transform,opacity] ${
          busy ? "scale-x-80 opacity-100 duration-[4s] ease-out" : "scale-x-100 opacity-0 duration-200"
        }`}
      />
      <p role="status" className="sr-only">
        {busy ? "Loading" : ""}
      </p>
    </>
  );
}
