import type { Queryable } from "#db/client.server.ts";
import { readListAt } from "#app/features/publishing/read-list-at.server.ts";
import { listKey, type ListName } from "#app/features/publishing/lists.ts";
import type { Context, HeldList } from "#app/platform/context.ts";
import type { StoredSegment } from "./segment.ts";

/** A segment's list as it stands: from memory where this process holds exactly that state, else from its log. */
export async function holdList(
  db: Queryable,
  ctx: Context,
  { environmentId, key, lists }: Pick<StoredSegment, "environmentId" | "key" | "lists">,
  list: ListName,
): Promise<HeldList> {
  const { revision, digest } = lists[list];
  const held = ctx.snapshots.get(environmentId)?.lists.get(listKey({ segment: key, list }));
  if (held?.digest === digest && held.revision === revision) return held;
  return readListAt(db, { environmentId, segment: key, list, revision });
}
