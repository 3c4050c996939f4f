import type { Call } from "./call.ts";
import type { Evaluation } from "./types.ts";

/** All that the evaluations from one place of a flag (a rule, or none) have in common. */
export interface Place {
  readonly ruleId: string | undefined;
  readonly ruleIndex: number | undefined;
  readonly flagRevision: number;
  readonly environmentRevision: number;
}

/** An evaluation from a place, in which `more` stands before what is the same for the whole flag. */
export function evaluationAt<More extends Pick<Evaluation, "value" | "variant" | "reason">>(
  { ruleId, ruleIndex, flagRevision, environmentRevision }: Place,
  more: More,
): Evaluation {
  const rule = ruleId !== undefined && ruleIndex !== undefined && { ruleId, ruleIndex };
  return { ...more, ...rule, flagRevision, environmentRevision };
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
