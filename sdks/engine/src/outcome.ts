import type { Call } from "./call.ts";
import type { Evaluation, Reason, Variant } from "./types.ts";

/** All that the evaluations from one place of a flag (a rule, or none) have in common. */
export interface Place {
  readonly ruleId: string | undefined;
  readonly ruleIndex: number | undefined;
  readonly flagRevision: number;
  readonly environmentRevision: number;
}

/** What is served from a place; `null` is the caller's default. */
export function evaluationAt(
  { ruleId, ruleIndex, flagRevision, environmentRevision }: Place,
  served: Variant | null | undefined,
  reason: Reason,
): Evaluation {
  const { value = null, key: variant = null } = served ?? {};
  return ruleId === undefined || ruleIndex === undefined
    ? { value, variant, reason, flagRevision, environmentRevision }
    : { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision };
}

/** The evaluation that a call ends with: this one, which all calls share as long as there is nothing to add. */
export function conclude(evaluation: Evaluation, { until, unitMissing }: Call): Evaluation {
  if (until === Infinity && !unitMissing) return evaluation;
  return {
    ...(unitMissing && { detail: "unit_missing" }),
    ...evaluation,
    ...(until !== Infinity && { validUntil: until }),
  };
}
