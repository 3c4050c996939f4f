import { recordEvent, recordOnSpan, telemetryIsOn } from "#app/platform/telemetry.server.ts";
import type { EvaluatedFlags } from "./evaluate-flags.server.ts";
import { evaluationEvent } from "./evaluation-event.ts";

/** Beyond this many flags a request's trace carries a summary: a thousand events would bury what is looked for. */
const mostEvents = 32;

/** Leaves each evaluation on the request's span, or for large requests how many there were of each reason. */
export function recordEvaluations(
  evaluated: EvaluatedFlags,
  input: { context: Readonly<Record<string, unknown>>; explain: boolean },
): void {
  if (!telemetryIsOn()) return;
  const { evaluations, live } = evaluated;
  if (evaluations.size <= mostEvents || input.explain) {
    for (const [flag, evaluation] of evaluations) {
      recordEvent(
        "feature_flag.evaluation",
        evaluationEvent(flag, evaluation, { environment: live.name, context: input.context }),
      );
    }
    return;
  }
  const reasons = new Map<string, number>();
  for (const { reason } of evaluations.values()) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  recordOnSpan({
    "feature_flag.set.id": live.name,
    "guidon.environment.revision": live.revision,
    "guidon.evaluations": evaluations.size,
    ...Object.fromEntries(
      [...reasons].map(([reason, count]) => [`guidon.evaluations.${reason.toLowerCase()}`, count]),
    ),
  });
}
