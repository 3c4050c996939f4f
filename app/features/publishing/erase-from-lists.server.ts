import { setImmediate as breathe } from "node:timers/promises";
import type { ListReference, SegmentDocument } from "@guidon/engine";
import { listDigest } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { ErasedPerson } from "#app/platform/eraser.ts";
import { findListHead, rewriteListChange, selectListChanges, selectListsWith } from "./list-store.server.ts";
import { listKey, listNames, type ListPlace } from "./lists.ts";
import { sha256 } from "./sha256.server.ts";

/** What the list log gives now for the revisions that held a person. */
export interface ErasedList {
  readonly place: ListPlace;
  readonly references: ReadonlyMap<number, ListReference>;
  /** Rows of the log. */
  readonly count: number;
}

/** Puts the pseudonym in the place of a person's keys in every revision of every list; counts and digests follow. */
export async function eraseFromLists(tx: Transaction, person: ErasedPerson): Promise<readonly ErasedList[]> {
  const lists: ErasedList[] = [];
  for (const place of await selectListsWith(tx, person.keys)) lists.push(await rewrite(tx, place, person));
  return lists;
}

/** Goes through the log once, a row at a time: a row may hold a million keys. */
async function rewrite(tx: Transaction, place: ListPlace, person: ErasedPerson): Promise<ErasedList> {
  const theirs = new Set(person.keys);
  const others = (key: string) => !theirs.has(key);
  /** Those of the person that the list really held; all of them are one pseudonym. */
  const held = new Set<string>();
  const keys = new Set<string>();
  const references = new Map<number, ListReference>();
  let count = 0;
  const last = (await findListHead(tx, place))?.revision ?? 0;
  for (let revision = 1; revision <= last; revision++) {
    const [row] = await selectListChanges(tx, place, { from: revision, to: revision });
    if (row === undefined) continue;
    const was = held.size > 0;
    for (const key of row.removed) (others(key) ? keys : held).delete(key);
    for (const key of row.added) (others(key) ? keys : held).add(key);
    const is = held.size > 0;
    if (is) keys.add(person.pseudonym);
    else keys.delete(person.pseudonym);
    if (!was && !is && row.added.every(others) && row.removed.every(others)) continue;
    const reference = { revision, count: keys.size, digest: is ? listDigest(keys, sha256) : row.digest };
    await rewriteListChange(tx, place, {
      ...{ ...row, ...reference },
      added: [...row.added.filter(others), ...(is && !was ? [person.pseudonym] : [])],
      removed: [...row.removed.filter(others), ...(was && !is ? [person.pseudonym] : [])],
      checkpoint: row.checkpoint === null ? null : [...keys],
    });
    references.set(revision, reference);
    count += 1;
    // Evaluations go on meanwhile.
    await breathe();
  }
  return { place, references, count };
}

/** A logged segment, out of which the person was taken already, with its lists as their log gives them now. */
export function withErasedLists(
  document: SegmentDocument,
  environmentId: string,
  erased: readonly ErasedList[],
): SegmentDocument {
  const lists = { ...document.lists };
  for (const list of listNames) {
    const given = lists[list];
    if ("keys" in given) {
      lists[list] = { keys: [...new Set(given.keys)].sort() };
      continue;
    }
    const own = { segment: document.key, list };
    const found = erased.find(
      ({ place }) => place.environmentId === environmentId && listKey(place) === listKey(own),
    );
    lists[list] = found?.references.get(given.revision) ?? given;
  }
  return { ...document, lists };
}
