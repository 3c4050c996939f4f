import type { DatabaseClient } from "#db/client.server.ts";
import type { Bus, Notice } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";

/** A driver of the bus: however it is lost and found again, `onGap` follows. */
export interface RunningBus extends Bus {
  /** Resolves once notices arrive for the first time. */
  readonly listening: Promise<void>;
  close(): Promise<void>;
}

export interface BusListener {
  readonly log: Logger;
  readonly onNotice: (notice: Notice) => void;
  /** Notices arrive (again): what was told meanwhile is lost and must be looked up. */
  readonly onGap: () => void;
}

export const channel = "guidon";

/** What came from outside, or undefined, with a line in the log, where it is no notice. */
export function readNotice(payload: string, log: Logger): Notice | undefined {
  try {
    return JSON.parse(payload) as Notice;
  } catch (error) {
    log.warn({ err: error, payload }, "a notice could not be read");
    return undefined;
  }
}

/** By PostgreSQL LISTEN/NOTIFY: notices reach every process on the database, the sender too. */
export function createPostgresBus(client: DatabaseClient, listener: BusListener): RunningBus {
  const { log, onNotice, onGap } = listener;
  const follower = client.listen(channel, {
    onNotice(payload) {
      const notice = readNotice(payload, log);
      if (notice !== undefined) onNotice(notice);
    },
    onListen: onGap,
    onLost: (error) => log.warn({ err: error }, "no notices from the database; polls make up for them"),
  });
  return {
    publish: (notice) => client.notify(channel, JSON.stringify(notice)),
    listening: follower.listening,
    close: () => follower.close(),
  };
}

/** Within one process, for tests and for tools that run alone. */
export function createInProcessBus(onNotice: (notice: Notice) => void): RunningBus {
  return {
    async publish(notice) {
      onNotice(notice);
    },
    listening: Promise.resolve(),
    async close() {},
  };
}
