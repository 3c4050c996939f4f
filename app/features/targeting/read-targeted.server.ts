import type { Queryable } from "#db/client.server.ts";
import type { TargetedRow } from "./targeting-row.ts";
import { selectTargeted } from "./targeting-store.server.ts";

/** The named flags with what they do in one environment. The caller has authorised the reading. */
export async function readTargeted(
  db: Queryable,
  place: { readonly projectId: string; readonly environmentId: string },
  flagKeys: readonly string[],
): Promise<TargetedRow[]> {
  return selectTargeted(db, place, flagKeys);
}
