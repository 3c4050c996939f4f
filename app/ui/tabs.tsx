import { clsx } from "clsx";
import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";

export interface TabLink {
  readonly to: string;
  readonly label: ReactNode;
}

/** Tabs that are addresses: each can be linked to, opened in a new window and reached without scripts. */
export function TabLinks({ label, tabs }: { readonly label: string; readonly tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="-mx-1 flex gap-1 overflow-x-auto border-b border-line px-1">
      {tabs.map((tab) => (
        <NavLink
          key={tab.to}
          to={tab.to}
          prefetch="intent"
          className={({ isActive, isPending }) =>
            clsx(
              "-mb-px border-b-2 px-3 py-2 font-[550] whitespace-nowrap transition-colors -outline-offset-2",
              isActive ? "border-accent" : "border-transparent hover:border-line-strong",
              isActive || isPending ? "text-ink" : "text-ink-2 hover:text-ink",
            )
          }
        >
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
