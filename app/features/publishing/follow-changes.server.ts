import { setTimeout as sleep } from "node:timers/promises";
import type { Notice } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { repeat } from "#app/platform/repeat.server.ts";
import type { BusListener, RunningBus } from "./bus.server.ts";
import type { LiveEnvironments } from "./live-environments.server.ts";

export interface Following {
  /** Tells every process; a bus that is away is made up for by their polls, so nobody waits for it or fails by it. */
  publish(notice: Notice): Promise<void>;
  close(): Promise<void>;
}

interface Input {
  readonly openBus: (listener: BusListener) => RunningBus;
  readonly live: LiveEnvironments;
  /** Reads the keys again and ends the streams of those that were revoked. */
  readonly refreshKeys: () => Promise<void>;
  /** Those who look at projects, to be told what no SDK is told. */
  readonly onlookers: {
    changed(projectId: string): void;
    accessChanged(): void;
  };
  readonly pollMs: number;
  readonly log: Logger;
}

/** A bus that is away must not keep a start waiting, nor a stop. */
const patienceMs = 3000;
/** A little longer than the database is left alone after it could not be reached. */
const againMs = 600;

/** From now on this process hears of changes by the bus, and by polls of what the bus may have lost. */
export async function followChanges(input: Input): Promise<Following> {
  const { openBus, live, refreshKeys, onlookers, pollMs, log } = input;
  const bus = openBus({
    log,
    onNotice(notice) {
      if (notice.kind === "changed") {
        onlookers.changed(notice.projectId);
        return;
      }
      if (notice.kind === "access") onlookers.accessChanged();
      const follow = () => (notice.kind === "access" ? refreshKeys() : live.refresh(notice.environmentId));
      void twice(follow, (error) => log.warn({ err: error, notice }, "a notice could not be followed"));
    },
    onGap() {
      const catchUp = async () => void (await Promise.all([refreshKeys(), live.refresh()]));
      void twice(catchUp, (error) => log.warn({ err: error }, "what was missed could not be looked up"));
    },
  });
  const stopPolling = repeat(pollMs, refreshKeys, { failure: "keys could not be looked up", log });
  await atMost(bus.listening);
  return {
    async publish(notice) {
      await bus
        .publish(notice)
        .catch((error: unknown) => log.warn({ err: error, notice }, "a notice could not be sent"));
      // Whoever changes access must find it changed here at once; the others hear it from the bus.
      if (notice.kind === "access") {
        await refreshKeys().catch((error: unknown) =>
          log.warn({ err: error }, "the change of access is saved, and not yet followed here"),
        );
      }
    },
    async close() {
      stopPolling();
      await atMost(bus.close()).catch(() => undefined);
    },
  };
}

/** A database that has just come back may refuse the first attempt; what fails again is left to the polls. */
async function twice(work: () => Promise<void>, onFailure: (error: unknown) => void): Promise<void> {
  try {
    await work().catch(() => sleep(againMs, undefined, { ref: false }).then(work));
  } catch (error) {
    onFailure(error);
  }
}

async function atMost(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, patienceMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
