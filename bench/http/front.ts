import { pino } from "pino";
import { createFront, type Front } from "../../app/api/front.server.ts";
import type { StreamHub } from "../../app/api/stream-hub.server.ts";
import type { Actor, Context, LiveEnvironment } from "../../app/platform/context.ts";
import { noLimits } from "../../app/platform/rate-limits.fixture.ts";
import { hashSecret } from "../../app/platform/random.server.ts";

export const key = `gdn_srv_${"k".repeat(43)}`;

/**
 * The product's own front over an environment in memory. Keys are looked up by their digest, as those from the database
 * are; there is no database, since evaluating and streaming ask none.
 */
export function createBenchFront(input: { live: () => LiveEnvironment; streams: StreamHub }): Front {
  const { live, streams } = input;
  const log = pino({ level: "silent" });
  const digest = hashSecret(key);
  const actor: Extract<Actor, { kind: "key" }> = {
    kind: "key",
    id: "00000000-0000-7000-8000-000000000001",
    name: "Bench",
    keyKind: "server",
    projectId: "project",
    environmentId: live().id,
    grants: [],
    ceiling: [],
  };
  const ring = new Map([[digest, actor]]);
  const base = {
    snapshots: { get: live, reach: async () => live() },
    counts: { add() {} },
    now: () => new Date(),
    log,
  } as unknown as Omit<Context, "actor" | "origin">;
  return createFront({
    base,
    log,
    streams,
    keyRing: {
      find: (given) => ring.get(hashSecret(given)),
      byId: () => ({ actor, digest }),
      usable: () => true,
      refresh: async () => {},
      loaded: () => true,
    },
    limits: noLimits,
    addressOf: (remote) => remote ?? "",
    publicUrl: "http://localhost",
    actorOfCookie: async () => ({ kind: "anonymous" }),
    plain: {},
  });
}
