import { setTimeout as sleep } from "node:timers/promises";
import { createPatience } from "./patience.ts";
import { openSession, type DatabaseAddress } from "./session.server.ts";

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

/** Listens until closed, on one connection after another. */
export function follow(address: DatabaseAddress, channel: string, listener: Listener): Follower {
  const stop = new AbortController();
  const heard = Promise.withResolvers<void>();
  let told = false;

  async function listenOnce(): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([stop.signal, ended.signal]);
    const patience = createPatience(silentMs);
    const sql = openSession(address, {
      max: 1,
      max_lifetime: null,
      onclose: () => ended.abort(),
      onnotify: (_, payload) => listener.onNotice(payload),
    });
    try {
      await patience.waitFor(sql`listen ${sql(channel)}`);
      told = false;
      heard.resolve();
      listener.onListen();
      while (await rest(pingMs, signal)) await patience.waitFor(sql`select 1`);
      if (!stop.signal.aborted) throw new Error("The connection that listened was closed.");
    } finally {
      await sql.end({ timeout: 0 });
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      const begun = performance.now();
      try {
        await listenOnce();
      } catch (error) {
        if (!told && !stop.signal.aborted) listener.onLost(error);
        told = true;
      }
      if (performance.now() - begun > 1000) failures = 0;
      await rest(Math.min(longestWaitMs, 100 * 2 ** failures) * (0.5 + Math.random() / 2), stop.signal);
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

/** True after all of `ms`, false where `signal` came before. */
async function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}
