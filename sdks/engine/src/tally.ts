/** @module Counts evaluations by how they ended, for whoever reports them. */
import type { Detail, Evaluation, Reason } from "./types.ts";

/** How often a flag was evaluated with one outcome. */
export interface OutcomeCount {
  /** Empty for all keys that name no flag, counted together. */
  readonly flag: string;
  readonly flagRevision: number;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly detail: Detail | null;
  readonly ruleId: string | null;
  readonly count: number;
}

/** Evaluations of one environment, counted in memory. */
export interface Tally {
  /** Counts one: a look-up and a scan over the few outcomes of a flag. An outcome that was seen before allocates nothing. */
  add(flag: string, evaluation: Evaluation): void;
  /** What was counted since the last time, and how many evaluations were not, because of too many different outcomes. */
  take(): { counts: OutcomeCount[]; dropped: number };
}

interface Cell {
  readonly evaluation: Evaluation;
  count: number;
}

/** Makes a tally that holds `most` different outcomes at a time. */
export function createTally(most: number): Tally {
  let flags = new Map<string, Cell[]>();
  let held = 0;
  let dropped = 0;

  return {
    add(key, evaluation) {
      // Anybody can ask for keys that are not there; they share one cell, or memory would be theirs to fill.
      const flag = evaluation.errorCode === "FLAG_NOT_FOUND" ? "" : key;
      let cells = flags.get(flag);
      if (cells === undefined) flags.set(flag, (cells = []));
      for (const cell of cells) {
        if (cell.evaluation === evaluation || isSameOutcome(cell.evaluation, evaluation)) {
          cell.count += 1;
          return;
        }
      }
      if (held >= most) {
        dropped += 1;
        return;
      }
      held += 1;
      cells.push({ evaluation, count: 1 });
    },
    take() {
      const counts = [...flags].flatMap(([flag, cells]) => cells.map((cell) => countOf(flag, cell)));
      const taken = { counts, dropped };
      flags = new Map();
      held = 0;
      dropped = 0;
      return taken;
    },
  };
}

function isSameOutcome(a: Evaluation, b: Evaluation): boolean {
  return (
    a.variant === b.variant &&
    a.ruleId === b.ruleId &&
    a.reason === b.reason &&
    a.detail === b.detail &&
    a.flagRevision === b.flagRevision
  );
}

function countOf(flag: string, { evaluation, count }: Cell): OutcomeCount {
  const { flagRevision, variant, reason, detail, ruleId } = evaluation;
  return { flag, flagRevision, variant, reason, detail: detail ?? null, ruleId: ruleId ?? null, count };
}
