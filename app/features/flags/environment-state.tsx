import { OctagonX } from "lucide-react";
import { Dot } from "#app/ui/dot.tsx";
import type { EnvironmentState } from "./flag-view.ts";
import { stateWords } from "./flag-words.ts";

/** What a flag does in one environment, at a glance: killed, off, on, or rolled out so far. */
export function EnvironmentStateMark({ state }: { readonly state: EnvironmentState | undefined }) {
  if (state === undefined) return <span className="text-ink-3">—</span>;
  const words = stateWords(state);
  if (state.killed) {
    return (
      <span className="flex items-center gap-1.5 text-sm font-[550] text-kill-ink">
        <OctagonX aria-hidden className="size-3.5" />
        {words}
      </span>
    );
  }
  if (state.on && state.rollout !== null) {
    return (
      <span className="flex items-center gap-2">
        <span aria-hidden className="h-1.5 w-11 overflow-hidden rounded-full bg-line">
          <span className="block h-full bg-on" style={{ width: `${state.rollout}%` }} />
        </span>
        <span className="text-sm whitespace-nowrap tabular">{words}</span>
      </span>
    );
  }
  return (
    <span className="flex items-center gap-2">
      <Dot hue={state.on ? "on" : "off"} />
      <span className={state.on ? "text-sm" : "text-sm text-ink-3"}>{words}</span>
    </span>
  );
}
