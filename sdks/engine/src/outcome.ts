import type { Call } from "./call.ts";
import type { Draws, Evaluation } from "./types.ts";

/** The evaluation of a call that ended in this one, which all calls share as long as there is nothing to add. */
export function conclude(shared: Evaluation, call: Call, draws?: Draws): Evaluation {
  if (call.until === Infinity && !call.unitMissing) {
    if (draws === undefined) return shared;
    const {
      value,
      variant,
      reason,
      ruleId,
      ruleIndex,
      flagRevision,
      environmentRevision,
      detail,
      experiment,
    } = shared;
    // By far the commonest two, of one shape each.
    if (detail === undefined && experiment === undefined)
      return ruleId === undefined || ruleIndex === undefined
        ? { value, variant, reason, flagRevision, environmentRevision, draws }
        : { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision, draws };
  }
  return {
    ...(call.unitMissing && { detail: "unit_missing" }),
    ...shared,
    ...(draws && { draws }),
    ...(call.until !== Infinity && { validUntil: call.until }),
  };
}
