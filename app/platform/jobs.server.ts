import type { DatabaseClient, Transaction } from "#db/client.server.ts";
import type { Logger } from "./log.server.ts";

/** Work that comes again and again, and that one process of all does at a time. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (tx: Transaction, now: Date) => Promise<void>;
}

export interface Jobs {
  stop(): Promise<void>;
}

interface Input {
  readonly client: Pick<DatabaseClient, "exclusively">;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly jobs: readonly Job[];
}

/**
 * Runs each job in a transaction under a lock of its name, spread over its interval so that processes that started
 * together do not all try at once. One that fails is logged and tried again in its turn.
 */
export function startJobs({ client, log, now, random, jobs }: Input): Jobs {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  function schedule(job: Job): void {
    if (stopped) return;
    const timer = setTimeout(
      () => {
        const run = client
          .exclusively(`job ${job.name}`, (tx) => job.run(tx, now()))
          .catch((error: unknown) => log.warn({ err: error, job: job.name }, "a job failed"))
          .finally(() => {
            running.delete(run);
            schedule(job);
          });
        running.add(run);
      },
      job.everyMs * (0.5 + random()),
    );
    timers.set(job.name, timer.unref());
  }
  for (const job of jobs) schedule(job);

  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
