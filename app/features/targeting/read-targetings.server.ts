import type { Queryable } from "#db/client.server.ts";
import type { StoredTargeting } from "./targeting-row.ts";
import { selectTargetings } from "./targeting-store.server.ts";

/** What these flags do everywhere, in the order in which environments are listed. The caller has authorised the reading. */
export async function readTargetings(db: Queryable, flagIds: readonly string[]): Promise<StoredTargeting[]> {
  return selectTargetings(db, flagIds);
}
