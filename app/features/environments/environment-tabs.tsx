import { clsx } from "clsx";
import { NavLink } from "@remix-run/react";
import { Dot } from "#app/ui/dot.tsx";
import { isProduction } from "./production.ts";

export interface EnvironmentTab {
  readonly key: string;
  readonly name: string;
  readonly to: string;
  /** Undefined: nothing is on or off here. */
  readonly state?: "on" | "off" | "kill" | undefined;
  /** The state in words, for those who do not see the dot. */
  readonly words: string;
}

/** The way between the environments of one thing, with its state in each. */
export function EnvironmentTabs({ tabs }: { readonly tabs: readonly EnvironmentTab[] }) {
  return (
    <nav aria-label="Environment" className="flex flex-wrap gap-1.5">
      {tabs.map((tab) => (
        <NavLink
          key={tab.key}
          to={tab.to}
          prefetch="intent"
          preventScrollReset
          className={({ isActive }) =>
            clsx(
              "inline-flex h-8 items-center gap-2 rounded-full border px-3 text-sm font-[550] transition-colors",
              isActive && isProduction(tab) && "border-prod bg-prod text-on-prod",
              isActive && !isProduction(tab) && "border-accent bg-accent-soft text-accent-ink",
              !isActive && "border-line bg-panel text-ink-2 hover:border-line-strong hover:text-ink",
            )
          }
        >
          {tab.state !== undefined && <Dot hue={tab.state} />}
          {tab.name}
          <span className="text-xs font-normal">{tab.words}</span>
        </NavLink>
      ))}
    </nav>
  );
}
