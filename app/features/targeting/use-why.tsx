import type { FlagDocument } from "@guidon/engine";
import { useMemo } from "react";
import { useNow } from "#app/ui/clock.tsx";
import { readContext } from "./read-context.ts";
import type { Surroundings } from "./surroundings.ts";
import { useLists } from "./use-lists.tsx";
import type { WhyAnswer } from "./ask-why.ts";
import { darkPath, pathStates, type PathStates } from "./path-states.ts";
import type { DraftEngine } from "./use-draft-engine.tsx";

export type WhyState =
  { readonly kind: "waiting" } | { readonly kind: "not-json"; readonly message: string } | WhyAnswer;

export interface Why {
  readonly state: WhyState;
  readonly path: PathStates;
}

/** Asks the engine again as the draft, the context or the time changes. */
export function useWhy(input: {
  /** Undefined while it is not there yet. */
  readonly engine: DraftEngine | undefined;
  /** `/projects/storefront`. */
  readonly base: string;
  readonly environment: string;
  readonly surroundings: Surroundings;
  /** Undefined while it is not known yet, or where there was none. */
  readonly document: FlagDocument | undefined;
  readonly contextText: string;
  /** Epoch milliseconds; now where left out. */
  readonly at?: number | undefined;
}): Why {
  const { engine, surroundings, document, contextText, at } = input;
  const clock = useNow();
  const now = at ?? clock;
  const { base, environment } = input;
  const lists = useLists({ base, environment, segments: surroundings.segments, contextText });
  return useMemo(() => {
    if (engine === undefined || document === undefined) return { state: { kind: "waiting" }, path: darkPath };
    const context = readContext(contextText);
    if ("message" in context)
      return { state: { kind: "not-json", message: context.message }, path: darkPath };
    const state = engine.askWhy({ surroundings, document, context: context.read, now, lists });
    return { state, path: state.kind === "answer" ? pathStates(state.explanation) : darkPath };
  }, [engine, now, surroundings, document, contextText, lists]);
}
