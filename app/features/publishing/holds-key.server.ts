import type { Queryable } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectHolding } from "./list-store.server.ts";
import { listKey, type ListPlace } from "./lists.ts";

/**
 * Whether a segment's list held a key at one of its revisions: from memory where it is served, else from its log, of which
 * no more is read than tells. The caller has authorised the reading.
 */
export async function holdsKey(
  db: Queryable,
  ctx: Pick<Context, "snapshots">,
  { revision, key, ...place }: ListPlace & { readonly revision: number; readonly key: string },
): Promise<boolean> {
  // Keys are joined by line feeds in the log, so none has one.
  if (key.includes("\n")) return false;
  const served = ctx.snapshots.get(place.environmentId)?.lists.get(listKey(place));
  if (served?.revision === revision) return served.keys.has(key);
  return selectHolding(db, place, { revision, key });
}
