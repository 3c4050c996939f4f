import type { SegmentDocument } from "@guidon/engine";
import type { ListDelta } from "@guidon/engine/documents";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import type { Transaction } from "#db/client.server.ts";
import { appendList } from "#app/features/publishing/append-list.server.ts";
import { listNames, type ListName } from "#app/features/publishing/lists.ts";
import type { Context, HeldList } from "#app/platform/context.ts";
import { invalid, invalidFields } from "#app/platform/problem.ts";
import { holdList } from "./hold-list.server.ts";
import { counted, deltaOf, listWords, mostKeys, problemOfKey, type ListEdit } from "./list-edit.ts";
import { definitionChanges } from "./segment-changes.ts";
import { toDocument, type StoredSegment } from "./segment.ts";
import { insertSegment, updateSegment } from "./segment-store.server.ts";

export interface SaveSegmentInput {
  /** As it stands; undefined where it is new. */
  readonly present: StoredSegment | undefined;
  /** As it shall be, but for its lists, version and time. */
  readonly next: StoredSegment;
  readonly edits?: Partial<Readonly<Record<ListName, ListEdit>>>;
}

export interface SavedSegment {
  readonly segment: StoredSegment;
  readonly document: SegmentDocument;
  /** In readable lines; none where nothing changed. */
  readonly changes: readonly string[];
  readonly deltas: Readonly<Record<ListName, ListDelta>>;
}

/**
 * Writes a segment and its lists, and says what is to be published of it. Part of a publication's `change`, which holds
 * the environment's lock; what the rest of the environment says to it, publishing will tell.
 */
export async function saveSegment(
  tx: Transaction,
  ctx: Context,
  { present, next, edits = {} }: SaveSegmentInput,
): Promise<SavedSegment> {
  refuseUnsound(next);
  const changes = present === undefined ? [] : definitionChanges(present, next);
  const lists = {} as Record<ListName, HeldList>;
  const deltas = {} as Record<ListName, ListDelta>;
  for (const list of listNames) {
    const before = await holdList(tx, ctx, present ?? next, list);
    const edit = edits[list];
    const delta = edit === undefined ? { added: [], removed: [] } : deltaOf(before.keys, edit);
    refuseKeys(list, before.count, delta);
    const place = { environmentId: next.environmentId, segment: next.key, list };
    lists[list] = await appendList(tx, place, { before, delta });
    deltas[list] = delta;
    if (lists[list] !== before) changes.push(listWords(list, delta, lists[list].count));
  }
  const segment: StoredSegment = {
    ...next,
    lists: { included: referenceOf(lists.included), excluded: referenceOf(lists.excluded) },
  };
  if (present === undefined) await insertSegment(tx, segment);
  else if (changes.length > 0) {
    const isRedefined = definitionChanges(present, next).length > 0;
    const saved = {
      ...segment,
      version: present.version + (isRedefined ? 1 : 0),
      updatedAt: ctx.now(),
    };
    await updateSegment(tx, saved);
    return { segment: saved, document: toDocument(saved, lists), changes, deltas };
  }
  return { segment, document: toDocument(segment, lists), changes, deltas };
}

/** Before anything is described: words can be found only for what has the right form. */
function refuseUnsound(next: StoredSegment): void {
  const empty = { revision: 0, count: 0, digest: "", keys: new Set<string>() };
  const fields = validate(toDocument(next, { included: empty, excluded: empty }), { matcher, hasher });
  if (fields.length > 0) throw invalidFields(fields);
}

function refuseKeys(list: ListName, before: number, { added, removed }: ListDelta): void {
  for (const key of added) {
    const message = problemOfKey(key);
    if (message !== undefined) throw invalid(`/${list}`, `${JSON.stringify(key.slice(0, 50))}: ${message}`);
  }
  const after = before + added.length - removed.length;
  if (after > mostKeys)
    throw invalid(
      `/${list}`,
      `A list holds at most ${counted(mostKeys)}, and this one would hold ${counted(after)}.`,
    );
}

const referenceOf = ({ revision, count, digest }: HeldList) => ({ revision, count, digest });
