import { Link } from "@remix-run/react";
import { Building2, LogOut, Monitor, Moon, ScrollText, Sun, UserRound, UsersRound } from "lucide-react";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import type { MenuOnDemandProps } from "#app/ui/menu-on-demand.tsx";
import type { AccountMenuProps } from "./account-menu-props.ts";

/** What hangs on the button of the account. */
export function AccountMenu({
  name,
  email,
  theme,
  onTheme,
  onSignOut,
  mayReadSso,
  mayReadPeople,
  trigger,
  openedBy,
}: AccountMenuProps & MenuOnDemandProps) {
  return (
    <Menu align="end" label="Account" className="w-60" trigger={trigger} openedBy={openedBy}>
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
      {mayReadPeople && (
        <MenuItem asChild>
          <Link to="/audit">
            <ScrollText aria-hidden />
            Audit log
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
        value={theme}
        onChange={onTheme}
        choices={[
          { value: "system", label: "Like the system", icon: <Monitor aria-hidden /> },
          { value: "light", label: "Light", icon: <Sun aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem onSelect={onSignOut}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
