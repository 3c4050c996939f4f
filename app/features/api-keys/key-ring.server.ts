import type { Database } from "#db/client.server.ts";
import type { Actor, Grant } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { markKeysUsed, selectUsableKeys, type StoredKey } from "./api-key-store.server.ts";
import type { KeyCache, RingEntry } from "./key-cache.server.ts";

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
  /** False while nothing is known of any key, neither from the database nor from the cache. */
  loaded(): boolean;
}

export interface RunningKeyRing extends KeyRing {
  /** Takes up what the cache holds, until the database can be asked. True where there was something. */
  restore(): boolean;
  /** Writes down which keys were used since the last time, in one statement. */
  recordUse(): Promise<void>;
}

export function createKeyRing(db: Database, cache?: KeyCache): RunningKeyRing {
  let byHash: ReadonlyMap<string, RingEntry> | undefined;
  let byId: ReadonlyMap<string, RingEntry> = new Map();
  /** When each key was last seen, by id, as far as it is not written down yet. */
  let used = new Map<string, number>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  function take(entries: readonly RingEntry[]): void {
    // Looked up by digest: the time it takes tells nothing about the key itself.
    byHash = new Map(entries.map((entry) => [entry.hash, entry]));
    byId = new Map(entries.map((entry) => [entry.actor.id, entry]));
  }

  async function load(): Promise<void> {
    const entries = (await selectUsableKeys(db)).map(entryOf);
    take(entries);
    cache?.keep(entries);
  }

  return {
    find(key, now) {
      const entry = byHash?.get(hashSecret(key));
      if (entry === undefined || expired(entry, now)) return undefined;
      used.set(entry.actor.id, now);
      return entry.actor;
    },
    byId(id, now) {
      const entry = byId.get(id);
      return entry === undefined || expired(entry, now)
        ? undefined
        : { actor: entry.actor, digest: entry.hash };
    },
    usable(id, now) {
      const entry = byId.get(id);
      return entry !== undefined && !expired(entry, now);
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
    loaded: () => byHash !== undefined,
    restore() {
      const entries = cache?.read() ?? [];
      if (entries.length > 0) take(entries);
      return entries.length > 0;
    },
    async recordUse() {
      const batch = used;
      if (batch.size === 0) return;
      used = new Map();
      try {
        await markKeysUsed(
          db,
          [...batch].map(([id, at]) => ({ id, at: new Date(at) })),
        );
      } catch (error) {
        for (const [id, at] of batch) if (!used.has(id)) used.set(id, at);
        throw error;
      }
    },
  };
}

const expired = ({ expiresAt }: RingEntry, now: number) => expiresAt !== null && expiresAt <= now;

function entryOf({ key, ceiling }: { key: StoredKey; ceiling: Grant[] }): RingEntry {
  const { id, name, projectId, environmentId } = key;
  const grants = key.role === null ? [] : [{ role: key.role, projectId, environmentId }];
  return {
    hash: key.hash,
    expiresAt: key.expiresAt?.getTime() ?? null,
    actor: { kind: "key", id, name, keyKind: key.kind, projectId, environmentId, grants, ceiling },
  };
}
