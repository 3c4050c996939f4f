import { Link, useFetcher } from "@remix-run/react";
import { Building2, LogOut, Monitor, Moon, Sun, UserRound, UsersRound } from "lucide-react";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import type { Theme } from "./theme.ts";

export interface AccountMenuProps {
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
  readonly mayReadSso: boolean;
  readonly mayReadPeople: boolean;
}

export function AccountMenu({ name, email, theme, mayReadSso, mayReadPeople }: AccountMenuProps) {
  const themeForm = useFetcher();
  const session = useFetcher();
  const choose = (next: Theme) => {
    // At once; the cookie that the answer sets keeps it for the next page.
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    themeForm.submit({ theme: next }, { method: "post", action: "/theme" });
  };
  const pending = themeForm.formData?.get("theme");
  const shown = (pending ?? theme) as Theme;
  return (
    <Menu
      align="end"
      label="Account"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${name}`}
          className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-[620] text-accent-ink transition-shadow hover:ring-2 hover:ring-line-strong"
        >
          {initials(name)}
        </button>
      }
    >
      <div className="px-2.5 pt-2 pb-1.5">
        <p className="truncate text-sm font-[600]">{name}</p>
        <p className="truncate text-xs text-ink-3">{email}</p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/account/profile">
          <UserRound aria-hidden />
          Account
        </Link>
      </MenuItem>
      {mayReadPeople && (
        <MenuItem asChild>
          <Link to="/people">
            <UsersRound aria-hidden />
            People
          </Link>
        </MenuItem>
      )}
      {mayReadSso && (
        <MenuItem asChild>
          <Link to="/sso">
            <Building2 aria-hidden />
            Single sign-on
          </Link>
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuChoices
        label="Theme"
        value={shown}
        onChange={choose}
        choices={[
          { value: "system", label: "Like the system", icon: <Monitor aria-hidden /> },
          { value: "light", label: "Light", icon: <Sun aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem
        onSelect={() => {
          session.submit(null, { method: "post", action: "/sign-out" });
        }}
      >
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.charAt(0) ?? "",
  );
  return letters.join("").toUpperCase() || "?";
}
