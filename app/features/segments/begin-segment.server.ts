import { listHeads } from "#app/features/publishing/list-heads.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { StoredSegment } from "./segment.ts";

/** A segment that is only coming to be. Its lists go on where those of a deleted one of its key ended, emptied. */
export async function beginSegment(
  tx: Transaction,
  ctx: Context,
  { environmentId, key }: { readonly environmentId: string; readonly key: string },
): Promise<StoredSegment> {
  return {
    ...{ id: ctx.newId(), environmentId, key, name: key, description: "", by: "targetingKey", rules: [] },
    lists: await listHeads(tx, { environmentId, segment: key }),
    ...{ version: 1, createdAt: ctx.now(), updatedAt: ctx.now() },
  };
}
