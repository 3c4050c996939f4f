import type { Call } from "./call.ts";
import type { Detail, Draws, ErrorCode, Evaluation, ExperimentRef, Json, Reason } from "./types.ts";

/** What a flag serves at one place of its document, and the evaluation that says so while nothing in it depends on the call. */
export interface Outcome {
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly flagRevision: number;
  readonly errorCode: ErrorCode | undefined;
  readonly detail: Detail | undefined;
  readonly ruleId: string | undefined;
  readonly ruleIndex: number | undefined;
  readonly experiment: ExperimentRef | undefined;
  /** Made when first asked for, and again for another revision of the environment. */
  shared: Evaluation | undefined;
}

export type Particulars = Partial<
  Pick<Outcome, "errorCode" | "detail" | "ruleId" | "ruleIndex" | "experiment">
>;

/** Every outcome has every member, in one order: the hot path sees one shape. */
export function outcomeOf(
  value: Json,
  variant: string | null,
  reason: Reason,
  flagRevision: number,
  { errorCode, detail, ruleId, ruleIndex, experiment }: Particulars = {},
): Outcome {
  return {
    value,
    variant,
    reason,
    flagRevision,
    errorCode,
    detail,
    ruleId,
    ruleIndex,
    experiment,
    shared: undefined,
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The one evaluation that all calls with this outcome share. */
export function shared(outcome: Outcome, environmentRevision: number): Evaluation {
  const known = outcome.shared;
  if (known !== undefined && known.environmentRevision === environmentRevision) return known;
  return (outcome.shared = Object.freeze(full(outcome, environmentRevision)));
}

/** The evaluation of a call that ended in this outcome. */
export function conclude(outcome: Outcome, call: Call, draws: Draws | undefined): Evaluation {
  const { revision } = call.plans;
  const isPlain = call.until === Infinity && !call.unitMissing;
  if (draws === undefined && isPlain) return shared(outcome, revision);
  const { value, variant, reason, ruleId, ruleIndex, flagRevision, detail, experiment } = outcome;
  // By far the commonest two, of one shape each.
  if (isPlain && draws !== undefined && detail === undefined && experiment === undefined)
    return ruleId === undefined || ruleIndex === undefined
      ? { value, variant, reason, flagRevision, environmentRevision: revision, draws }
      : { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision: revision, draws };
  const evaluation = full(outcome, revision);
  if (call.unitMissing) evaluation.detail ??= "unit_missing";
  if (draws !== undefined) evaluation.draws = draws;
  if (call.until !== Infinity) evaluation.validUntil = call.until;
  return evaluation;
}

function full(outcome: Outcome, environmentRevision: number): Mutable<Evaluation> {
  const { value, variant, reason, flagRevision, errorCode, detail, ruleId, ruleIndex, experiment } = outcome;
  return {
    ...{ value, variant, reason },
    ...(errorCode && { errorCode }),
    ...(detail && { detail }),
    ...(ruleId !== undefined && ruleIndex !== undefined && { ruleId, ruleIndex }),
    ...{ flagRevision, environmentRevision },
    ...(experiment && { experiment }),
  };
}
