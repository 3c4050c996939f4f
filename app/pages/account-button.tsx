import { menuOnDemand } from "#app/ui/menu-on-demand.tsx";
import type { AccountMenuProps } from "./account-menu-props.ts";

const AccountMenu = menuOnDemand<AccountMenuProps>(() =>
  import("./account-menu.tsx").then((part) => part.AccountMenu),
);

/** Without scripts it is a link to the account; with them, a button that opens the menu. */
export function AccountButton(props: AccountMenuProps) {
  const { name } = props;
  return (
    <AccountMenu
      {...props}
      trigger={
        <a
          href="/account/profile"
          role="button"
          onClick={(event) => {
            event.preventDefault();
          }}
          className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-[620] text-accent-ink transition-shadow hover:ring-2 hover:ring-line-strong"
        >
          <span aria-hidden>{initials(name)}</span>
          <span className="sr-only">Account of {name}</span>
        </a>
      }
    />
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.charAt(0) ?? "",
  );
  return letters.join("").toUpperCase() || "?";
}
