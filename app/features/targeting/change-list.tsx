import { clsx } from "clsx";
import { unbroken } from "#app/ui/unbroken.ts";
import type { TargetingChange } from "./targeting-changes.ts";

const signs = {
  added: { sign: "+", className: "text-on-ink" },
  removed: { sign: "−", className: "text-kill-ink" },
  changed: { sign: "~", className: "text-accent-ink" },
} as const;

/** Changes one by one, each with a sign of what kind it is. */
export function ChangeList({ changes }: { readonly changes: readonly TargetingChange[] }) {
  return (
    <ul className="grid gap-1.5 text-sm">
      {changes.map(({ kind, words }) => (
        <li key={words} className="grid grid-cols-[14px_minmax(0,1fr)] gap-1.5">
          <span aria-label={kind} className={clsx("font-mono font-[620]", signs[kind].className)}>
            {signs[kind].sign}
          </span>
          <span className="[overflow-wrap:anywhere]">{unbroken(words)}</span>
        </li>
      ))}
    </ul>
  );
}
