import { verify } from "@guidon/engine/documents";
import type { Snapshot } from "@guidon/engine";
import type { CacheFolder } from "#app/platform/cache-folder.server.ts";
import type { HeldList, LiveEnvironment } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { parseCached, readListFile, writeListFile } from "./list-file.ts";
import { apartLists, listKey, type ListPlace } from "./lists.ts";
import { sha256 } from "./sha256.server.ts";

/** The last state of every environment on disk, with its lists. */
export interface SnapshotCache {
  keep(next: LiveEnvironment, previous: LiveEnvironment | undefined): void;
  forget(environmentId: string): void;
  /** What is there, each verified as an SDK verifies what it gets. */
  read(): {
    readonly id: string;
    readonly snapshot: Snapshot;
    readonly lists: ReadonlyMap<string, HeldList>;
  }[];
}

const nameOf = (environmentId: string) => `snapshot-${environmentId}.json`;
/** By a digest of its own, since a segment's key may be as long as a file's name. */
const listNameOf = ({ environmentId, segment, list }: ListPlace) =>
  `list-${environmentId}-${sha256(segment).slice(0, 24)}-${list}.json`;

export function createSnapshotCache(folder: CacheFolder, log: Logger): SnapshotCache {
  function readLists(environmentId: string, snapshot: Snapshot): Map<string, HeldList> {
    const lists = new Map<string, HeldList>();
    for (const segment of snapshot.segments) {
      for (const { list } of apartLists(segment)) {
        const place = { environmentId, segment: segment.key, list };
        const name = listNameOf(place);
        const text = folder.read(name);
        const held = text === undefined ? undefined : readListFile(text, sha256);
        // One of another revision is the last good state of the list.
        if (held !== undefined) lists.set(listKey(place), held);
        else log.warn({ name }, "a list is not in the cache");
      }
    }
    return lists;
  }

  return {
    keep(next, previous) {
      folder.save(nameOf(next.id), () => JSON.stringify(next.snapshot));
      const before = placesOf(previous);
      for (const [name, held] of placesOf(next)) {
        if (before.get(name) !== held) folder.save(name, () => writeListFile(held));
        before.delete(name);
      }
      for (const name of before.keys()) folder.remove(name);
    },
    forget(environmentId) {
      folder.remove(nameOf(environmentId));
      for (const name of folder.names()) if (name.startsWith(`list-${environmentId}-`)) folder.remove(name);
    },
    read: () =>
      folder.names().flatMap((name) => {
        const id = /^snapshot-([\w-]+)\.json$/.exec(name)?.[1];
        const text = id === undefined ? undefined : folder.read(name);
        if (id === undefined || text === undefined) return [];
        const verified = verify(parseCached(text), { sha256 });
        if (verified.ok)
          return [{ id, snapshot: verified.snapshot, lists: readLists(id, verified.snapshot) }];
        log.warn({ name, problem: verified.problem }, "a cached snapshot is not used");
        return [];
      }),
  };
}

/** The lists that an environment holds, by the names of their files. */
function placesOf(live: LiveEnvironment | undefined): Map<string, HeldList> {
  const places = new Map<string, HeldList>();
  for (const segment of live?.snapshot.segments ?? []) {
    for (const { list } of apartLists(segment)) {
      const place = { environmentId: live?.id ?? "", segment: segment.key, list };
      const held = live?.lists.get(listKey(place));
      if (held !== undefined) places.set(listNameOf(place), held);
    }
  }
  return places;
}
