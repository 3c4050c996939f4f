import { setTimeout } from "node:timers/promises";
import { asProblem } from "./platform/as-problem.server.ts";

/** As clients do that a busy machine turns away for now, with nothing written: again, until they are heard. */
export async function untilHeard<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    const began = performance.now();
    try {
      return await work();
    } catch (error) {
      if (asProblem(error).code !== "unavailable") throw error;
      // As long as the machine is busy, and not all at once.
      await setTimeout((performance.now() - began) * Math.random());
    }
  }
}
