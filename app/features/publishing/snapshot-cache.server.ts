import { verify } from "@guidon/engine/documents";
import type { Snapshot } from "@guidon/engine";
import type { CacheFolder } from "#app/platform/cache-folder.server.ts";
import type { LiveEnvironment } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { sha256 } from "./sha256.server.ts";

/** The last state of every environment on disk. */
export interface SnapshotCache {
  keep(live: LiveEnvironment): void;
  forget(environmentId: string): void;
  /** What is there, each verified as an SDK verifies what it gets. */
  read(): { readonly id: string; readonly snapshot: Snapshot }[];
}

const nameOf = (environmentId: string) => `snapshot-${environmentId}.json`;

export function createSnapshotCache(folder: CacheFolder, log: Logger): SnapshotCache {
  return {
    keep: ({ id, snapshot }) => folder.save(nameOf(id), () => JSON.stringify(snapshot)),
    forget: (environmentId) => folder.remove(nameOf(environmentId)),
    read: () =>
      folder.names().flatMap((name) => {
        const id = /^snapshot-([\w-]+)\.json$/.exec(name)?.[1];
        const text = id === undefined ? undefined : folder.read(name);
        if (id === undefined || text === undefined) return [];
        const verified = verify(parse(text), { sha256 });
        if (verified.ok) return [{ id, snapshot: verified.snapshot }];
        log.warn({ name, problem: verified.problem }, "a cached snapshot is not used");
        return [];
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
