import type { Evaluation, EvaluationContext } from "@guidon/engine";

/** Attributes of OpenTelemetry events: no nesting, nothing undefined. */
export type EventAttributes = Record<string, string | number | boolean>;

/**
 * The `feature_flag.evaluation` event of OpenTelemetry's semantic conventions, with our own attributes for the rule
 * and the buckets drawn, so that a trace leads to the very line that decided.
 */
export function evaluationEvent(
  flag: string,
  evaluation: Evaluation,
  input: { environment: string; context: EvaluationContext },
): EventAttributes {
  const { draws } = evaluation;
  const drawn = draws === undefined ? [] : [...draws.gates, draws.split].filter((bucket) => bucket != null);
  return {
    "feature_flag.key": flag,
    "feature_flag.provider.name": "guidon",
    "feature_flag.set.id": input.environment,
    "feature_flag.version": String(evaluation.flagRevision),
    "feature_flag.result.reason": evaluation.reason.toLowerCase(),
    ...(evaluation.variant === null ? {} : { "feature_flag.result.variant": evaluation.variant }),
    ...(typeof input.context.targetingKey === "string"
      ? { "feature_flag.context.id": input.context.targetingKey }
      : {}),
    ...(evaluation.errorCode === undefined ? {} : { "error.type": evaluation.errorCode.toLowerCase() }),
    ...(evaluation.detail === undefined ? {} : { "guidon.detail": evaluation.detail }),
    ...(evaluation.ruleId === undefined ? {} : { "guidon.rule.id": evaluation.ruleId }),
    ...(evaluation.ruleIndex === undefined ? {} : { "guidon.rule.index": evaluation.ruleIndex }),
    ...(drawn.length === 0 ? {} : { "guidon.draws": drawn.join(",") }),
    "guidon.environment.revision": evaluation.environmentRevision,
  };
}
