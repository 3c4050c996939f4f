import type { EvaluationContext, FlagDocument } from "@guidon/engine";
import { useMemo, useSyncExternalStore } from "react";
import { useNow } from "#app/ui/clock.tsx";
import type { Surroundings } from "./surroundings.ts";
import { askWhy, darkPath, pathStates, type PathStates, type WhyAnswer } from "./why.ts";

export type WhyState =
  { readonly kind: "waiting" } | { readonly kind: "not-json"; readonly message: string } | WhyAnswer;

export interface Why {
  readonly state: WhyState;
  readonly path: PathStates;
}

/** Asks the engine again as the draft, the context or the time changes; only in the browser, not while rendering on the server. */
export function useWhy(input: {
  readonly surroundings: Surroundings;
  /** Undefined while it is not known yet, or where there was none. */
  readonly document: FlagDocument | undefined;
  readonly contextText: string;
  /** Epoch milliseconds; now where left out. */
  readonly at?: number | undefined;
}): Why {
  const { surroundings, document, contextText, at } = input;
  const clock = useNow();
  const now = at ?? clock;
  const inBrowser = useSyncExternalStore(never, yes, no);
  return useMemo(() => {
    if (!inBrowser || document === undefined) return { state: { kind: "waiting" }, path: darkPath };
    const context = readContext(contextText);
    if ("message" in context)
      return { state: { kind: "not-json", message: context.message }, path: darkPath };
    const state = askWhy(surroundings, document, context.read, now);
    return { state, path: state.kind === "answer" ? pathStates(state.explanation) : darkPath };
  }, [inBrowser, now, surroundings, document, contextText]);
}

const never = () => () => undefined;
const yes = () => true;
const no = () => false;

function readContext(text: string): { read: EvaluationContext } | { message: string } {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) {
      return { message: "A context is a JSON object." };
    }
    return { read: read as EvaluationContext };
  } catch (error) {
    return { message: error instanceof Error ? error.message : "This is not JSON." };
  }
}
