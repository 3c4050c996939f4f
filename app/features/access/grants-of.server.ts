import type { Queryable } from "#db/client.server.ts";
import { grantsIn } from "./grants-in.server.ts";
import type { Grant } from "#app/platform/context.ts";
import { selectRolesOf } from "./access-store.server.ts";

/** What one person holds at this moment, everywhere. */
export async function grantsOf(db: Queryable, userId: string): Promise<Grant[]> {
  return grantsIn(db, await selectRolesOf(db, userId));
}
