import { compile, type Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import type { Database } from "#db/client.server.ts";
import type { HeldList, LiveEnvironment, Snapshots } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { emptyParts, partsOf } from "./document-operation.ts";
import { repeatAfter } from "#app/platform/repeat.server.ts";
import { loadLists } from "./load-lists.server.ts";
import { listKey } from "./lists.ts";
import { loadSnapshot, SnapshotMismatch, type SnapshotName } from "./load-snapshot.server.ts";
import { selectHeads } from "./publication-store.server.ts";
import type { SnapshotCache } from "./snapshot-cache.server.ts";

/** Told after the swap: whoever asks from then on sees `next`. */
export type SwapListener = (next: LiveEnvironment, previous: LiveEnvironment | undefined) => void;

export interface LiveEnvironments extends Snapshots {
  /** Serves what the cache holds, until the database has said what is true. True where there was something. */
  restore(): boolean;
  /** Loads all, then looks for newer revisions every `pollMs`, in case a notice was lost. */
  start(): Promise<void>;
  /** Catches up with one environment, or with all. Never goes back in revisions. */
  refresh(environmentId?: string): Promise<void>;
  onSwap(listener: SwapListener): void;
  all(): readonly LiveEnvironment[];
  /** True once everything was loaded and while the last look at the database succeeded. */
  current(): boolean;
  stop(): void;
}

interface Input {
  readonly db: Database;
  readonly log: Logger;
  readonly pollMs: number;
  readonly cache?: SnapshotCache;
}

/** A database that hangs must not hang the polls, too. */
const pollLimitMs = 3000;

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Whether nothing was missing, or older than it should be. */
function sameLists(before: ReadonlyMap<string, HeldList>, after: ReadonlyMap<string, HeldList>): boolean {
  return before.size === after.size && [...after].every(([key, held]) => before.get(key) === held);
}

/**
 * The compiled environments of this process. Invariant: an entry is replaced only by one of a higher revision, save
 * that one from the cache gives way to whatever the database says.
 */
export function createLiveEnvironments(input: Input): LiveEnvironments {
  const { db, log, cache } = input;
  const live = new Map<string, LiveEnvironment>();
  /** From the cache, and not compared with the publication log yet. */
  const unconfirmed = new Set<string>();
  const listeners = new Set<SwapListener>();
  const loading = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  /** When the database last answered for all environments. */
  let answeredAt = 0;
  let stopped = false;

  async function load(target: SnapshotName): Promise<void> {
    const present = live.get(target.environmentId);
    const doubted = unconfirmed.has(target.environmentId);
    if (present !== undefined && present.revision >= target.revision && !doubted) return;
    // A log that is behind the cache was restored from a backup, and is right.
    const previous = present !== undefined && present.revision <= target.revision ? present : undefined;
    const snapshot = await loadSnapshot(db, target, {
      revision: previous?.revision ?? 0,
      ...(previous === undefined ? emptyParts : partsOf(previous.snapshot)),
    }).catch((error: unknown) => {
      if (!(error instanceof SnapshotMismatch) || previous === undefined) throw error;
      log.error({ err: error }, "a change did not lead to the published state; the whole is read again");
      return loadSnapshot(db, target, { revision: 0, ...emptyParts });
    });
    const { environmentId } = target;
    const lists = await loadLists(db, { environmentId, snapshot }, { previous: present, log });
    unconfirmed.delete(environmentId);
    const same =
      previous?.revision === snapshot.revision &&
      previous.snapshot.checksum === snapshot.checksum &&
      sameLists(previous.lists, lists);
    if (!same) swap(environmentId, snapshot, lists);
  }

  function swap(environmentId: string, snapshot: Snapshot, lists: ReadonlyMap<string, HeldList>): void {
    const previous = live.get(environmentId);
    const program = compile(snapshot, {
      matcher,
      hasher,
      lists: (segment, list) => lists.get(listKey({ segment, list }))?.keys,
      ...(previous === undefined ? {} : { previous: previous.program }),
    });
    for (const { kind, key, reason } of program.quarantined) {
      log.error(
        { environment: snapshot.environment, kind, key, reason },
        "a document cannot be run and is quarantined",
      );
    }
    const { environment: name, revision } = snapshot;
    const next = { id: environmentId, name, revision, snapshot, program, lists };
    live.set(environmentId, next);
    for (const listener of listeners) listener(next, previous);
  }

  /** One load at a time for each environment; who comes meanwhile waits for it and looks again. */
  async function loadInTurn(target: SnapshotName): Promise<void> {
    for (;;) {
      const running = loading.get(target.environmentId);
      if (running === undefined) break;
      await running.catch(() => undefined);
    }
    const run = load(target).finally(() => loading.delete(target.environmentId));
    loading.set(target.environmentId, run);
    await run;
  }

  async function refresh(environmentId?: string): Promise<void> {
    const before = [...live.keys()];
    const heads = await selectHeads(db, environmentId === undefined ? undefined : [environmentId]);
    const behind = heads.filter(
      ({ id, revision }) => unconfirmed.has(id) || (live.get(id)?.revision ?? -1) < revision,
    );
    const outcomes = await Promise.allSettled(
      behind.map(({ id, ...head }) => loadInTurn({ environmentId: id, ...head })),
    );
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    if (environmentId !== undefined) {
      if (heads.length === 0) forget(environmentId);
      return;
    }
    const there = new Set(heads.map(({ id }) => id));
    for (const id of before) if (!there.has(id)) forget(id);
    answeredAt = performance.now();
  }

  function forget(environmentId: string): void {
    live.delete(environmentId);
    unconfirmed.delete(environmentId);
    cache?.forget(environmentId);
  }

  /** A database that is away is told once, and so is its return. */
  let lost = false;

  async function look(): Promise<void> {
    try {
      await withinTime(refresh(), pollLimitMs);
      if (lost) log.info("the database answers again");
      lost = false;
    } catch (error) {
      if (!lost) log.warn({ err: error }, "revisions could not be looked up; evaluation goes on from memory");
      lost = true;
    }
  }

  function poll(): void {
    timer = setTimeout(
      () => {
        void look().finally(() => {
          if (!stopped) poll();
        });
      },
      repeatAfter(input.pollMs, lost),
    );
    timer.unref();
  }

  if (cache !== undefined) listeners.add((next, previous) => cache.keep(next, previous));

  return {
    get: (environmentId) => live.get(environmentId),
    async reach(environmentId, revision) {
      const present = live.get(environmentId);
      if (present !== undefined && present.revision >= revision) return present;
      await refresh(environmentId);
      const reached = live.get(environmentId);
      if (reached === undefined || reached.revision < revision) {
        throw new Error(`Revision ${revision} of environment ${environmentId} is not in the log.`);
      }
      return reached;
    },
    restore() {
      for (const { id, snapshot, lists } of cache?.read() ?? []) {
        unconfirmed.add(id);
        swap(id, snapshot, lists);
      }
      return live.size > 0;
    },
    async start() {
      await refresh();
      if (timer === undefined) poll();
    },
    refresh,
    onSwap: (listener) => void listeners.add(listener),
    all: () => [...live.values()],
    current: () => answeredAt > 0 && performance.now() - answeredAt < 2 * (input.pollMs + pollLimitMs),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
