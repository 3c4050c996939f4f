import type { Database } from "#db/client.server.ts";
import type { Actor } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { selectUsableKeys } from "./api-key-store.server.ts";

/** Every usable key in memory, by digest, so that authenticating a request asks no database. */
export interface KeyRing {
  /** Undefined for a key that is unknown, revoked or expired at `now`. */
  find(key: string, now: number): Extract<Actor, { kind: "key" }> | undefined;
  /** The same by the key's id, with its digest: a secret that every process knows, to sign tokens of the key's own with. */
  byId(id: string, now: number): { actor: Extract<Actor, { kind: "key" }>; digest: string } | undefined;
  /** False once the key of that id is revoked, expired or gone. */
  usable(id: string, now: number): boolean;
  /** Reads all keys again; concurrent calls share one read that begins after each of them. */
  refresh(): Promise<void>;
}

interface Entry {
  readonly actor: Extract<Actor, { kind: "key" }>;
  readonly expiresAt: number;
}

export function createKeyRing(db: Database): KeyRing {
  let ring = new Map<string, Entry>();
  /** By id, for the many streams that ask after each reading. */
  let endings = new Map<string, number>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  async function load(): Promise<void> {
    const rows = await selectUsableKeys(db);
    // Looked up by digest: the time it takes tells nothing about the key itself.
    ring = new Map(
      rows.map(({ key, ceiling }) => [
        key.hash,
        {
          expiresAt: key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
          actor: {
            kind: "key",
            id: key.id,
            name: key.name,
            keyKind: key.kind,
            projectId: key.projectId,
            environmentId: key.environmentId,
            grants:
              key.role === null
                ? []
                : [{ role: key.role, projectId: key.projectId, environmentId: key.environmentId }],
            ceiling,
          },
        },
      ]),
    );
    endings = new Map([...ring.values()].map(({ actor, expiresAt }) => [actor.id, expiresAt]));
  }

  return {
    find(key, now) {
      const entry = ring.get(hashSecret(key));
      return entry === undefined || entry.expiresAt <= now ? undefined : entry.actor;
    },
    byId(id, now) {
      for (const [digest, { actor, expiresAt }] of ring)
        if (actor.id === id) return expiresAt > now ? { actor, digest } : undefined;
      return undefined;
    },
    usable(id, now) {
      return (endings.get(id) ?? 0) > now;
    },
    refresh() {
      queued ??= running
        .catch(() => undefined)
        .then(() => {
          queued = undefined;
          running = load();
          return running;
        });
      return queued;
    },
  };
}
