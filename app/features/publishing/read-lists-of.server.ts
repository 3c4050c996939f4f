import type { Snapshot } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import type { Context, HeldList } from "#app/platform/context.ts";
import { apartLists, listKey } from "./lists.ts";
import { readListAt } from "./read-list-at.server.ts";

/** The lists that a snapshot of any revision refers to, exactly: from memory where they are served, else from their logs. */
export async function readListsOf(
  db: Queryable,
  ctx: Pick<Context, "snapshots">,
  { environmentId, snapshot }: { readonly environmentId: string; readonly snapshot: Snapshot },
): Promise<ReadonlyMap<string, HeldList>> {
  const served = ctx.snapshots.get(environmentId)?.lists;
  const lists = new Map<string, HeldList>();
  for (const { key: segment, ...document } of snapshot.segments) {
    for (const { list, reference } of apartLists({ ...document, key: segment })) {
      const { revision, digest } = reference;
      const name = listKey({ segment, list });
      const held = served?.get(name);
      const isServed = held?.digest === digest && held.revision === revision;
      lists.set(name, isServed ? held : await readListAt(db, { environmentId, segment, list, revision }));
    }
  }
  return lists;
}
