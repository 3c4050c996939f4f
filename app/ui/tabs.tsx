import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

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
            cn(
              "-mb-px border-b-2 px-3 py-2 font-[550] whitespace-nowrap transition-colors -outline-offset-2",
              isActive
                ? "border-accent text-ink"
                : "border-transparent text-ink-2 hover:border-line-strong hover:text-ink",
              isPending && "text-ink",
            )
          }
        >
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
