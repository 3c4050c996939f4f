import type { ListReference, SegmentDocument } from "@guidon/engine";
import type { ListDelta } from "@guidon/engine/documents";

export const listNames = ["included", "excluded"] as const;
export type ListName = (typeof listNames)[number];

/** A segment's list in one environment. */
export interface ListPlace {
  readonly environmentId: string;
  readonly segment: string;
  readonly list: ListName;
}

/** What a list is called among those of its environment. */
export const listKey = ({ segment, list }: Pick<ListPlace, "segment" | "list">): string =>
  `${list} ${segment}`;

/** Before its first change. The digest is that of no keys. */
export const emptyList: ListReference = {
  revision: 0,
  count: 0,
  digest: "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
};

/** What several changes come to, one after the other. */
export function netDelta(changes: readonly ListDelta[]): ListDelta {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const change of changes) {
    for (const key of change.removed) if (!added.delete(key)) removed.add(key);
    for (const key of change.added) if (!removed.delete(key)) added.add(key);
  }
  return { added: [...added], removed: [...removed] };
}

/** Where the lists of a segment that travel apart stand; short ones are in the document itself. */
export function apartLists(segment: SegmentDocument): { list: ListName; reference: ListReference }[] {
  return listNames.flatMap((list) => {
    const given = segment.lists[list];
    return "keys" in given || given.count === 0 ? [] : [{ list, reference: given }];
  });
}

/** Characters of a checkpoint, or of what came since, that are not worth another. */
const leastWeight = 65_536;
/** What reading a change costs beside its keys, in characters. */
const rowWeight = 64;

export const weigh = ({ added, removed }: { added: string; removed: string }): number =>
  added.length + removed.length + rowWeight;

/** Whether what came since the last checkpoint is so much more than the list itself that all keys are written again. */
export function wantsCheckpoint(weight: number, keys: Iterable<string>): boolean {
  if (weight <= leastWeight) return false;
  let size = 0;
  for (const key of keys) size += key.length + 1;
  return weight > 2 * size;
}
