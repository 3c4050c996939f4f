import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "./log.server.ts";

const longestWaitMs = 5000;

export interface KeepTryingInput {
  /** What is tried, for the log: "the database cannot be opened yet". */
  readonly failure: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** True where trying again makes no sense: the error is then thrown. */
  readonly isFatal: (error: unknown) => boolean;
}

/** Again and again, with pauses that grow and are drawn, until it succeeds, is fatal or is no longer wanted. */
export async function keepTrying(work: () => Promise<void>, input: KeepTryingInput): Promise<void> {
  for (let attempt = 0; !input.signal.aborted; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (input.isFatal(error)) throw error;
      const wait = Math.round(Math.min(longestWaitMs, 200 * 2 ** attempt) * (0.5 + Math.random() / 2));
      input.log.warn({ err: error, nextAttemptInMs: wait }, input.failure);
      await sleep(wait, undefined, { signal: input.signal, ref: false }).catch(() => undefined);
    }
  }
}
