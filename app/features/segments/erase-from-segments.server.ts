import type { Transaction } from "#db/client.server.ts";
import { findListsWith } from "#app/features/publishing/find-lists-with.server.ts";
import { listKey, type ListName } from "#app/features/publishing/lists.ts";
import { moveListOn } from "#app/features/publishing/move-list-on.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { withoutPerson } from "#app/features/publishing/without-person.ts";
import type { Context, HeldList } from "#app/platform/context.ts";
import { redactor, type Erased, type ErasedPerson } from "#app/platform/eraser.ts";
import { holdList } from "./hold-list.server.ts";
import { definitionChanges } from "./segment-changes.ts";
import { findSegment, selectSegmentsNaming, updateSegment } from "./segment-store.server.ts";
import { toDocument, type StoredSegment } from "./segment.ts";

/**
 * Replaces a person's keys in the lists and rules of segments by a new revision, as in targetings. A list that held them
 * only earlier moves on, too, since its log will be rewritten.
 */
export async function eraseFromSegments(
  tx: Transaction,
  ctx: Context,
  person: ErasedPerson,
): Promise<readonly Erased[]> {
  const words = [...person.keys, ...person.names];
  const concerned = [
    ...(await findListsWith(tx, person.keys)),
    ...(await selectSegmentsNaming(tx, words)),
  ].map(({ environmentId }) => environmentId);
  const { result } = await publish(
    { ...ctx, db: tx },
    {
      environmentIds: [...new Set(concerned)],
      comment: "Erased a person",
      erasure: true,
      async change() {
        // Read again under the lock: what was read before it could be old.
        const found = new Map<string, StoredSegment>();
        for (const segment of await selectSegmentsNaming(tx, words)) found.set(segment.id, segment);
        const moved = new Map<string, HeldList>();
        for (const place of await findListsWith(tx, person.keys)) {
          const segment = await findSegment(tx, place.environmentId, place.segment);
          const list = await moveListOn(tx, place, person);
          if (segment === undefined) continue;
          found.set(segment.id, segment);
          moved.set(`${segment.id} ${listKey(place)}`, list);
        }
        const operations = [];
        for (const segment of found.values()) {
          const listOf = async (list: ListName): Promise<HeldList> =>
            moved.get(`${segment.id} ${listKey({ segment: segment.key, list })}`) ??
            (await holdList(tx, ctx, segment, list));
          const lists = { included: await listOf("included"), excluded: await listOf("excluded") };
          const next = redefined(segment, person);
          const changes = definitionChanges(segment, next).length;
          if (changes === 0 && sameLists(segment, lists)) continue;
          const version = segment.version + (changes > 0 ? 1 : 0);
          const references = { included: referenceOf(lists.included), excluded: referenceOf(lists.excluded) };
          await updateSegment(tx, { ...next, lists: references, version, updatedAt: ctx.now() });
          operations.push({
            environmentId: segment.environmentId,
            operation: { put: "segment" as const, document: toDocument(next, lists) },
          });
        }
        return {
          result: operations.length,
          environments: [...Map.groupBy(operations, ({ environmentId }) => environmentId)].map(
            ([environmentId, each]) => ({
              environmentId,
              operations: each.map(({ operation }) => operation),
            }),
          ),
          // The one entry of an erasure is its own.
          audit: [],
        };
      },
    },
  );
  return [{ what: "segments", count: result }];
}

function redefined(segment: StoredSegment, person: ErasedPerson): StoredSegment {
  const redact = redactor(person);
  const { rules } = withoutPerson({ rules: segment.rules }, person);
  return { ...segment, name: redact(segment.name), description: redact(segment.description), rules };
}

const sameLists = ({ lists }: StoredSegment, held: Readonly<Record<ListName, HeldList>>): boolean =>
  lists.included.revision === held.included.revision && lists.excluded.revision === held.excluded.revision;

const referenceOf = ({ revision, count, digest }: HeldList) => ({ revision, count, digest });
