import { unitOf, type Evaluation, type EvaluationContext, type Program } from "@guidon/engine";
import { identify, longestUnit, type ExposureEvent } from "./events.ts";

/** An answer about one flag, given to whoever is about to use it. */
export interface Use {
  program: Program;
  flag: string;
  context: EvaluationContext;
  evaluation: Evaluation;
  /** Epoch milliseconds. */
  at: number;
}

/** How many exposures are remembered before the older half of them is forgotten. */
const mostRemembered = 50_000;
/** The older half is also forgotten after this time, so that who comes back much later is recorded again. */
const halfLife = 3_600_000;

/**
 * Finds the uses that are exposures: those that entered the split of an experiment, each once for a while.
 *
 * `record` says whether there was room for one; where there was none, the next use is tried again.
 */
export function createExposures(record: (exposure: ExposureEvent) => boolean): (use: Use) => void {
  // Two halves, so that forgetting costs nothing.
  let young = new Set<string>();
  let old = new Set<string>();
  let turnedAt = -Infinity;

  return ({ program, flag, context, evaluation, at }) => {
    const { variant, ruleId, experiment, environmentRevision, flagRevision } = evaluation;
    if (experiment === undefined || variant === null) return;
    const unit = unitOf(program, flag, evaluation, context);
    if (unit === undefined || unit.value === "" || unit.value.length > longestUnit) return;
    if (at - turnedAt >= halfLife || young.size >= mostRemembered / 2) {
      old = young;
      young = new Set();
      turnedAt = at;
    }
    const { key, phase } = experiment;
    const name = `${key}\0${phase}\0${flag}\0${variant}\0${unit.path}\0${unit.value}`;
    if (young.has(name) || old.has(name)) return;
    const event = { environmentRevision, flag, flagRevision, variant, unit, experiment };
    const rule = ruleId === undefined ? {} : { ruleId };
    if (record({ type: "exposure", ...identify(at), ...event, ...rule })) young.add(name);
  };
}
