import type { EvaluationContext, FlagDocument } from "@guidon/engine";
import { useEffect, useState } from "react";
import type { Surroundings } from "./surroundings.ts";
import { askWhy, darkPath, pathStates, type PathStates, type WhyAnswer } from "./why.ts";

export type WhyState =
  { readonly kind: "waiting" } | { readonly kind: "not-json"; readonly message: string } | WhyAnswer;

export interface Why {
  readonly state: WhyState;
  readonly path: PathStates;
}

/** Asks the engine again whenever the draft or the context changes; only in the browser, which has a clock. */
export function useWhy(surroundings: Surroundings, document: FlagDocument, contextText: string): Why {
  const [state, setState] = useState<WhyState>({ kind: "waiting" });
  useEffect(() => {
    const context = readContext(contextText);
    setState(
      "message" in context
        ? { kind: "not-json", message: context.message }
        : askWhy(surroundings, document, context.read, Date.now()),
    );
  }, [surroundings, document, contextText]);
  return { state, path: state.kind === "answer" ? pathStates(state.explanation) : darkPath };
}

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
