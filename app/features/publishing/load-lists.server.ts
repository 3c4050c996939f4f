import type { ListReference, Snapshot } from "@guidon/engine";
import { changeKeys, listDigest } from "@guidon/engine/documents";
import type { Queryable } from "#db/client.server.ts";
import type { HeldList, LiveEnvironment } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { selectListChanges } from "./list-store.server.ts";
import { apartLists, listKey, netDelta, type ListPlace } from "./lists.ts";
import { readListAt } from "./read-list-at.server.ts";
import { sha256 } from "./sha256.server.ts";

/**
 * The lists that a snapshot's segments refer to: those that `previous` holds, and from the log what is new. A list that
 * cannot be had must not hold up the rest, such as a kill: its last good state stays in its place, and an alarm
 * sounds.
 */
export async function loadLists(
  db: Queryable,
  { environmentId, snapshot }: { readonly environmentId: string; readonly snapshot: Snapshot },
  { previous, log }: { readonly previous: LiveEnvironment | undefined; readonly log: Logger },
): Promise<ReadonlyMap<string, HeldList>> {
  const lists = new Map<string, HeldList>();
  for (const segment of snapshot.segments) {
    for (const { list, reference } of apartLists(segment)) {
      const place = { environmentId, segment: segment.key, list };
      const base = previous?.lists.get(listKey(place));
      const found = isAt(base, reference) ? base : await load(db, place, { reference, base, log });
      if (found !== undefined) lists.set(listKey(place), found);
    }
  }
  return lists;
}

async function load(
  db: Queryable,
  place: ListPlace,
  { reference, base, log }: { reference: ListReference; base: HeldList | undefined; log: Logger },
): Promise<HeldList | undefined> {
  try {
    const next = base === undefined ? undefined : await advance(db, place, { base, reference });
    if (next !== undefined) return next;
    const whole = await readListAt(db, { ...place, revision: reference.revision });
    if (isAt(whole, reference)) return whole;
    throw new Error(`It was published as ${reference.digest}, and the log has ${whole.digest}.`);
  } catch (error) {
    log.error({ err: error, ...place, reference }, "a list cannot be loaded; its last good state stays");
    return base;
  }
}

/** Undefined where the changes do not lead to what was published. */
async function advance(
  db: Queryable,
  place: ListPlace,
  { base, reference }: { base: HeldList; reference: ListReference },
): Promise<HeldList | undefined> {
  const { revision, count, digest } = reference;
  if (base.revision >= revision) return undefined;
  const rows = await selectListChanges(db, place, { from: base.revision + 1, to: revision });
  const delta = netDelta(rows);
  const keys = changeKeys(base.keys, delta);
  if (keys.size !== count || listDigest(keys, sha256) !== digest) return undefined;
  return { revision, count, digest, keys, since: { ...delta, revision: base.revision } };
}

const isAt = (held: HeldList | undefined, { revision, digest }: ListReference): boolean =>
  held?.digest === digest && held.revision === revision;
