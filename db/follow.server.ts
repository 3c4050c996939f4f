import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { boundedQuery, drop } from "./session.server.ts";

export interface Listener {
  readonly onNotice: (payload: string) => void;
  /** After each (re)connection, when notices may have been missed. */
  readonly onListen: () => void;
  /** Once for each loss, not again for every attempt that fails the same way. */
  readonly onLost: (error: unknown) => void;
}

export interface Follower {
  /** Resolves once it listens for the first time. */
  readonly listening: Promise<void>;
  close(): Promise<void>;
}

/** A connection that only listens is asked for a sign of life this often. */
const pingMs = 5000;
const silentMs = 3000;
const longestWaitMs = 500;

export function follow(options: pg.ClientConfig, channel: string, listener: Listener): Follower {
  const stop = new AbortController();
  const heard = Promise.withResolvers<void>();
  let told = false;

  async function session(): Promise<void> {
    const connection = new pg.Client(options);
    connection.on("error", () => undefined);
    const ended = once(connection, "end").then(() => undefined);
    try {
      await connection.connect();
      const { query } = boundedQuery(connection, silentMs);
      connection.on("notification", ({ payload = "" }) => listener.onNotice(payload));
      await query(`listen ${pg.escapeIdentifier(channel)}`);
      told = false;
      heard.resolve();
      listener.onListen();
      for (;;) {
        const pause = new AbortController();
        const signal = AbortSignal.any([stop.signal, pause.signal]);
        await Promise.race([ended, sleep(pingMs, undefined, { signal, ref: false }).catch(() => undefined)]);
        pause.abort();
        if (stop.signal.aborted) return;
        await query("select 1");
      }
    } finally {
      drop(connection);
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      const begun = performance.now();
      try {
        await session();
      } catch (error) {
        if (!told && !stop.signal.aborted) listener.onLost(error);
        told = true;
      }
      if (performance.now() - begun > 1000) failures = 0;
      const wait = Math.min(longestWaitMs, 100 * 2 ** failures) * (0.5 + Math.random() / 2);
      await sleep(wait, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    listening: heard.promise,
    async close() {
      stop.abort();
      await running;
    },
  };
}
