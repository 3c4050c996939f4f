import { useNavigation } from "@remix-run/react";
import { Menu as MenuIcon, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { AccountMenu, type AccountMenuProps } from "./account-menu.tsx";
import { Crumbs } from "./crumbs.tsx";
import { SideNav, type SideNavProps } from "./side-nav.tsx";

export interface ShellProps {
  readonly nav: Omit<SideNavProps, "onNavigate">;
  readonly account: AccountMenuProps;
  readonly children: ReactNode;
}

/** The frame around every page of a project: navigation at the side, the way here on top, the page itself. */
export function Shell({ nav, account, children }: ShellProps) {
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
        <header className="sticky top-0 z-20 flex h-13 items-center gap-3 border-b border-line bg-bg/92 px-4 backdrop-blur-sm sm:px-6">
          <Drawer nav={nav} />
          <Crumbs />
          <div className="ml-auto flex items-center gap-3">
            <AccountMenu {...account} />
          </div>
        </header>
        <main
          id="page"
          tabIndex={-1}
          className="w-full max-w-330 flex-1 px-4 pt-6 pb-28 outline-none sm:px-7"
        >
          {children}
        </main>
      </div>
    </div>
  );
}

function Drawer({ nav }: { readonly nav: ShellProps["nav"] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button tone="ghost" size="icon" aria-label="Open the navigation" className="-ml-1.5 lg:hidden">
          <MenuIcon aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-veil lg:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-68 animate-slide border-r border-line bg-sunken outline-none lg:hidden"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <SideNav
            {...nav}
            onNavigate={() => {
              setOpen(false);
            }}
          />
          <Dialog.Close asChild>
            <Button
              tone="ghost"
              size="icon"
              aria-label="Close the navigation"
              className="absolute top-3 right-3"
            >
              <X aria-hidden />
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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
