import type { ClientProblem } from "./problem.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Readiness, ReadyOptions } from "./types.ts";

/** Callers who wait for a first state. */
export interface ReadyWaiters {
  wait: (options: ReadyOptions) => Promise<Readiness>;
  /** Something changed: those for whom it is enough go on. */
  check: () => void;
}

/** Answers a waiter for good, or `undefined` to let it wait on. */
export type ReadyQuestion = (fresh: boolean) => Readiness | undefined;

/** Makes the waiting room; `settle` is asked when somebody's time is up and always has an answer. */
export function createReadyWaiters(
  surroundings: Surroundings,
  question: ReadyQuestion,
  settle: (problem: ClientProblem) => Readiness,
): ReadyWaiters {
  const waiters = new Set<() => void>();
  return {
    wait({ timeout = 10_000, fresh = false }) {
      const now = question(fresh);
      if (now !== undefined) return Promise.resolve(now);
      return new Promise((resolve) => {
        const finish = (readiness: Readiness) => {
          cancel();
          waiters.delete(check);
          resolve(readiness);
        };
        const check = () => {
          const answer = question(fresh);
          if (answer !== undefined) finish(answer);
        };
        // Holds the process: with nothing but background timers left, Node would exit while somebody awaits this.
        const cancel = surroundings.afterHolding(timeout, () =>
          finish(settle({ code: "timeout", message: `Nothing to evaluate after ${timeout} ms.` })),
        );
        waiters.add(check);
      });
    },
    check() {
      for (const check of waiters) check();
    },
  };
}
