import type { Evaluation } from "@guidon/engine";
import { identify, longestUnit, type ExposureEvent } from "./events.ts";

/** An answer about one flag, given to whoever is about to use it. */
export interface Use {
  flag: string;
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
  const memory = createMemory();

  return ({ flag, evaluation, at }) => {
    const { variant, ruleId, experiment, unit, environmentRevision, flagRevision } = evaluation;
    if (experiment === undefined || variant === null) return;
    if (unit === undefined || unit.value === "" || unit.value.length > longestUnit) return;
    const { key, phase } = experiment;
    const met = memory.placeOf(flag, { key, phase, variant, path: unit.path }, at);
    if (met.young.has(unit.value) || met.old.has(unit.value)) return;
    const event = { environmentRevision, flag, flagRevision, variant, unit, experiment };
    const rule = ruleId === undefined ? {} : { ruleId };
    if (record({ type: "exposure", ...identify(at), ...event, ...rule })) memory.keep(met, unit.value);
  };
}

/** What units were met with, and their values. In two halves, so that forgetting costs nothing. */
interface Met {
  readonly key: string;
  readonly phase: number;
  readonly variant: string;
  readonly path: string;
  young: Set<string>;
  old: Set<string>;
}

/** Sets of values by what they were met with: values that the caller has are looked up, and no text is made for it. */
function createMemory() {
  const flags = new Map<string, Met[]>();
  let size = 0;
  let turnedAt = -Infinity;

  function turn(at: number): void {
    for (const [flag, all] of flags) {
      const left = all.filter(({ young }) => young.size > 0);
      for (const met of left) [met.young, met.old] = [new Set(), met.young];
      if (left.length > 0) flags.set(flag, left);
      else flags.delete(flag);
    }
    size = 0;
    turnedAt = at;
  }

  return {
    placeOf(flag: string, { key, phase, variant, path }: Omit<Met, "young" | "old">, at: number): Met {
      if (at - turnedAt >= halfLife || size >= mostRemembered / 2) turn(at);
      let all = flags.get(flag);
      if (all === undefined) flags.set(flag, (all = []));
      for (const met of all)
        if (met.variant === variant && met.phase === phase && met.path === path && met.key === key)
          return met;
      const met = { key, phase, variant, path, young: new Set<string>(), old: new Set<string>() };
      all.push(met);
      return met;
    },
    keep(met: Met, value: string): void {
      met.young.add(value);
      size += 1;
    },
  };
}
