import type { EvaluationContext } from "@guidon/engine";

/** The context that somebody typed. */
export function readContext(
  text: string,
): { readonly read: EvaluationContext } | { readonly message: string } {
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
