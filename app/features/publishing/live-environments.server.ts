import { compile } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import type { Database } from "#db/client.server.ts";
import type { LiveEnvironment, Snapshots } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { emptyParts, partsOf } from "./document-operation.ts";
import { loadSnapshot, SnapshotMismatch, type SnapshotName } from "./load-snapshot.server.ts";
import { selectHeads } from "./publication-store.server.ts";

/** Told after the swap: whoever asks from then on sees `next`. */
export type SwapListener = (next: LiveEnvironment, previous: LiveEnvironment | undefined) => void;

export interface LiveEnvironments extends Snapshots {
  /** Loads all, then looks for newer revisions every `pollMs`, in case a notice was lost. */
  start(): Promise<void>;
  /** Catches up with one environment, or with all. Never goes back in revisions. */
  refresh(environmentId?: string): Promise<void>;
  onSwap(listener: SwapListener): void;
  /** True once everything was loaded and while the last look at the database succeeded. */
  current(): boolean;
  stop(): void;
}

interface Input {
  readonly db: Database;
  readonly log: Logger;
  readonly pollMs: number;
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

/** The compiled environments of this process. Invariant: an entry is replaced only by one of a higher revision. */
export function createLiveEnvironments(input: Input): LiveEnvironments {
  const { db, log } = input;
  const live = new Map<string, LiveEnvironment>();
  const listeners = new Set<SwapListener>();
  const loading = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  /** When the database last answered for all environments. */
  let answeredAt = 0;
  let stopped = false;

  async function load(target: SnapshotName): Promise<void> {
    const previous = live.get(target.environmentId);
    if (previous !== undefined && previous.revision >= target.revision) return;
    const snapshot = await loadSnapshot(db, target, {
      revision: previous?.revision ?? 0,
      ...(previous === undefined ? emptyParts : partsOf(previous.snapshot)),
    }).catch((error: unknown) => {
      if (!(error instanceof SnapshotMismatch) || previous === undefined) throw error;
      log.error({ err: error }, "a change did not lead to the published state; the whole is read again");
      return loadSnapshot(db, target, { revision: 0, ...emptyParts });
    });
    const program = compile(snapshot, {
      matcher,
      hasher,
      ...(previous === undefined ? {} : { previous: previous.program }),
    });
    for (const { kind, key, reason } of program.quarantined) {
      log.error(
        { environment: target.name, kind, key, reason },
        "a document cannot be run and is quarantined",
      );
    }
    const next = {
      id: target.environmentId,
      name: target.name,
      revision: target.revision,
      snapshot,
      program,
    };
    live.set(target.environmentId, next);
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
    const heads = await selectHeads(db, environmentId === undefined ? undefined : [environmentId]);
    const behind = heads.filter(({ id, revision }) => (live.get(id)?.revision ?? -1) < revision);
    const outcomes = await Promise.allSettled(
      behind.map(({ id, ...head }) => loadInTurn({ environmentId: id, ...head })),
    );
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    if (environmentId === undefined) answeredAt = performance.now();
  }

  function poll(): void {
    timer = setTimeout(() => {
      void withinTime(refresh(), pollLimitMs)
        .catch((error: unknown) => log.warn({ err: error }, "revisions could not be looked up"))
        .finally(() => {
          if (!stopped) poll();
        });
    }, input.pollMs);
    timer.unref();
  }

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
    async start() {
      await refresh();
      poll();
    },
    refresh,
    onSwap: (listener) => void listeners.add(listener),
    current: () => answeredAt > 0 && performance.now() - answeredAt < 2 * (input.pollMs + pollLimitMs),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
