import type { EventIntake } from "#app/platform/context.ts";
import type { EventRecord } from "#app/platform/event-record.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { Problem } from "#app/platform/problem.ts";

export interface EventQueue extends EventIntake {
  /** Items that wait or are being written. */
  depth(): number;
  /** Takes nothing more, and resolves once what was taken is written or refused. */
  close(): Promise<void>;
}

interface Input {
  readonly write: (records: readonly EventRecord[]) => Promise<void>;
  readonly log: Logger;
  /** Milliseconds that never jump. */
  readonly elapsed: () => number;
  /** Items in all; more are refused. */
  readonly mostItems?: number;
  /** Where the oldest has waited for longer, the database does not keep up and more are refused. */
  readonly mostAgeMs?: number;
  /** Items of one transaction, if a single submission does not have more. */
  readonly batchItems?: number;
}

interface Submission {
  readonly records: readonly EventRecord[];
  readonly since: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Collects what comes while a batch is being written into the next one: one transaction at a time, none waits for a timer.
 *
 * Invariants: `put` resolves only after the commit of what it was given. Never more than `mostItems` are held, and what
 * cannot be taken is refused at once. A batch that fails is tried again submission by submission, so that what one of
 * them holds cannot take the others down.
 */
export function createEventQueue(input: Input): EventQueue {
  const { mostItems = 20_000, mostAgeMs = 5000, batchItems = 2000 } = input;
  let waiting: Submission[] = [];
  let writing: readonly Submission[] = [];
  let items = 0;
  let closed = false;
  let active = false;
  let lastRun = Promise.resolve();

  function nextBatch(): Submission[] {
    let size = 0;
    const fits = waiting.findIndex(({ records }, index) => {
      size += records.length;
      return index > 0 && size > batchItems;
    });
    const batch = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = fits === -1 ? [] : waiting.slice(fits);
    return batch;
  }

  /** Room is made before the sender hears of it, who may come back at once. */
  function settle({ records }: Submission, tell: () => void): void {
    writing = [];
    items -= records.length;
    tell();
  }

  async function write(batch: readonly Submission[]): Promise<void> {
    try {
      await input.write(batch.flatMap(({ records }) => records));
      for (const one of batch) settle(one, one.done);
    } catch (error) {
      const [only] = batch;
      if (batch.length > 1) {
        for (const one of batch) await write([one]);
      } else {
        input.log.warn({ err: error }, "reported events could not be written");
        const problem = new Problem("unavailable", {
          detail: "The events could not be written. Send them again.",
          headers: { "retry-after": "2" },
        });
        if (only !== undefined) settle(only, () => only.failed(problem));
      }
    }
  }

  /** Says that it is done in the same step in which it sees that nothing waits, so that nobody is left behind. */
  async function run(): Promise<void> {
    active = true;
    while (waiting.length > 0) {
      const batch = nextBatch();
      writing = batch;
      await write(batch);
    }
    active = false;
  }

  return {
    put(records) {
      if (records.length === 0) return Promise.resolve();
      if (closed) {
        return Promise.reject(
          new Problem("unavailable", {
            detail: "This process is stopping.",
            headers: { "retry-after": "1" },
          }),
        );
      }
      const now = input.elapsed();
      const oldest = writing[0] ?? waiting[0];
      if (items + records.length > mostItems || (oldest !== undefined && now - oldest.since > mostAgeMs)) {
        return Promise.reject(
          new Problem("too_many_requests", {
            detail: "More events are coming in than can be written. Send them again later.",
            headers: { "retry-after": "2" },
          }),
        );
      }
      items += records.length;
      return new Promise<void>((done, failed) => {
        waiting.push({ records, since: now, done, failed });
        if (!active) lastRun = run();
      });
    },
    depth: () => items,
    async close() {
      closed = true;
      await lastRun;
    },
  };
}
