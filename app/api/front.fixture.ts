import { compile, type Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { Actor, Context, LiveEnvironment } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import { createFront } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

export interface TestFront {
  readonly url: string;
  /** What is served from now on. */
  load(snapshot: Snapshot): void;
  setTime(now: number): void;
  close(): void;
}

/** The API over a snapshot in memory, with one server key (`key`) and without a database: evaluation needs no more. */
export async function startFront(): Promise<TestFront> {
  let live: LiveEnvironment | undefined;
  let now = 0;
  const log = pino({ level: "silent" });
  const actor: Extract<Actor, { kind: "key" }> = {
    ...{ kind: "key", id: "key", name: "Test", keyKind: "server", projectId: "project" },
    ...{ environmentId: "environment", grants: [], ceiling: [] },
  };
  // Evaluation reaches for nothing but the snapshot in memory, the counts and the clock: the rest of a context is not there.
  const base = {
    snapshots: { get: () => live, reach: () => Promise.reject(new Error("nothing to reach")) },
    counts: { add() {} },
    now: () => new Date(now),
    log,
  } as unknown as Omit<Context, "actor" | "origin">;
  const streams = createStreamHub();
  const front = createFront({
    base,
    log,
    streams,
    keyRing: {
      find: (key) => (key === "key" ? actor : undefined),
      byId: () => ({ actor, digest: "digest" }),
      usable: () => true,
      refresh: async () => {},
      loaded: () => true,
    },
    publicUrl: "http://localhost",
    limits: noLimits,
    addressOf: (remote) => remote ?? "",
    actorOfToken: async () => undefined,
    actorOfCookie: async () => ({ kind: "anonymous" }),
    plain: {},
  });
  const server = createServer((request, response) => void front(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    load(snapshot) {
      const program = compile(snapshot, { matcher, hasher });
      live = {
        id: "environment",
        name: snapshot.environment,
        revision: snapshot.revision,
        snapshot,
        program,
        lists: new Map(),
      };
    },
    setTime: (time) => void (now = time),
    close() {
      streams.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
