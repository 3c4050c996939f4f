import type { DatabaseClient } from "#db/client.server.ts";
import type { Bus, Notice } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";

export interface RunningBus extends Bus {
  close(): Promise<void>;
}

interface Input {
  readonly client: DatabaseClient;
  readonly log: Logger;
  readonly onNotice: (notice: Notice) => void;
  /** The listening connection is (again) up: what was told meanwhile is lost and must be looked up. */
  readonly onGap: () => void;
}

const channel = "guidon";

/** Notices by PostgreSQL LISTEN/NOTIFY: they reach every process on the database, the sender too. */
export async function createPostgresBus({ client, log, onNotice, onGap }: Input): Promise<RunningBus> {
  const subscription = await client.listen(
    channel,
    (payload) => {
      try {
        onNotice(JSON.parse(payload) as Notice);
      } catch (error) {
        log.warn({ err: error, payload }, "a notice could not be read");
      }
    },
    onGap,
  );
  return {
    publish: (notice) => client.notify(channel, JSON.stringify(notice)),
    close: () => subscription.unlisten(),
  };
}

/** Notices within one process, for tests and for tools that run alone. */
export function createInProcessBus(onNotice: (notice: Notice) => void): RunningBus {
  return {
    async publish(notice) {
      onNotice(notice);
    },
    async close() {},
  };
}
