import type { ServerResponse } from "node:http";
import { Problem } from "#app/platform/problem.ts";

/**
 * Keeps answers quick when more is asked than can be answered. All requests that have arrived wait for one turn of the
 * event loop, so the time that a turn has taken is what the next in it has waited: past a budget, the rest of the turn
 * is refused at once, which costs a tenth of an answer, and whoever is taken is answered soon.
 */
export interface Admission {
  /** Throws where the request is one too many. */
  admit(): void;
  /** How many were one too many so far. */
  refused(): number;
  /** To be told of an answer that was sent: what readers are slow to take is held in memory, and that is bounded too. */
  sent(response: ServerResponse): void;
}

/** With what the refusals of a turn and the writing take, accepted requests stay below a quarter of a second. */
const turnBudgetMs = 30;
/** So many are taken in any turn: a process that was itself held up for a moment is not overloaded by those who waited. */
const fewestInTurn = 64;
const mostUnsent = 64 * 1024 * 1024;

const overloaded = new Problem("unavailable", {
  detail: "More is asked than this process can answer just now.",
  headers: { "retry-after": "1" },
});

export function createAdmission(
  input: { now?: () => number; afterTurn?: (run: () => void) => void } = {},
): Admission {
  const { now = () => performance.now(), afterTurn = setImmediate } = input;
  let turnBegan: number | undefined;
  let taken = 0;
  let unsent = 0;
  let refused = 0;

  function refuse(): never {
    refused += 1;
    throw overloaded;
  }

  return {
    refused: () => refused,
    admit() {
      if (turnBegan === undefined) {
        turnBegan = now();
        taken = 0;
        afterTurn(() => (turnBegan = undefined));
      } else if (taken >= fewestInTurn && now() - turnBegan > turnBudgetMs) refuse();
      if (unsent > mostUnsent) refuse();
      taken += 1;
    },
    sent(response) {
      const waiting = response.writableLength;
      if (waiting === 0 || response.destroyed) return;
      unsent += waiting;
      response.once("close", () => (unsent -= waiting));
    },
  };
}
