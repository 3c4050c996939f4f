import type { Call } from "./call.ts";
import type { Detail, Draws, ErrorCode, Evaluation, FlagDocument, Reason, Variant } from "./types.ts";

/** A variant, or what stands for the caller's default. */
export type Served = Variant | typeof NOTHING;
const NOTHING = { key: null, value: null } as const;

export function variantOf({ variants }: FlagDocument, key: string | null): Served {
  for (let i = 0; i < variants.length; i++) if (variants[i]!.key === key) return variants[i]!;
  return NOTHING;
}

/** The index of what no rule serves. */
export const NO_RULE = -1;

/** What a flag serves from a rule, or from none. Every shape is written out, since this is made once a call. */
export function evaluationOf(
  source: FlagDocument,
  ruleIndex: number,
  { key: variant, value }: Served,
  reason: Reason,
  environmentRevision: number,
  draws?: Draws,
): Evaluation {
  const { revision: flagRevision } = source;
  if (ruleIndex === NO_RULE)
    return draws
      ? { value, variant, reason, flagRevision, environmentRevision, draws }
      : { value, variant, reason, flagRevision, environmentRevision };
  const ruleId = source.rules[ruleIndex]!.id;
  return draws
    ? { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision, draws }
    : { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision };
}

/** What only some evaluations bear, in this order. */
export type More = Pick<Evaluation, "detail" | "experiment" | "draws" | "unit">;

/** What a call serves, with whatever else it came upon. What is the call's own (draws, unit, time) comes last: if `more` has anything, it has the draws. */
export function withMore(evaluation: Evaluation, call: Call, more?: More): Evaluation {
  const { notes } = call;
  if (more === undefined && notes === undefined) return evaluation;
  return {
    ...(notes?.unitMissing && { detail: "unit_missing" }),
    ...evaluation,
    ...more,
    ...(notes?.until !== undefined && { validUntil: notes.until }),
  };
}

/** What a program answers in place of what it cannot evaluate. */
export const failure = (
  { revision }: { readonly revision: number },
  errorCode: ErrorCode,
  flagRevision: number,
  detail?: Detail,
): Evaluation => ({
  ...{ value: null, variant: null, reason: "ERROR", errorCode, ...(detail && { detail }) },
  ...{ flagRevision, environmentRevision: revision },
});
