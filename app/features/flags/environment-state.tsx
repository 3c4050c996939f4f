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
      <span className="state gap-1.5 font-[550] text-kill-ink">
        <OctagonX aria-hidden className="size-3.5" />
        {words}
      </span>
    );
  }
  if (state.on && state.rollout !== null) {
    return (
      <span className="state whitespace-nowrap tabular">
        <span aria-hidden className="state-bar">
          <span style={{ width: `${state.rollout}%` }} />
        </span>
        {words}
      </span>
    );
  }
  return (
    <span className={state.on ? "state" : "state text-ink-3"}>
      <Dot hue={state.on ? "on" : "off"} />
      {words}
    </span>
  );
}
