import type { Queryable } from "#db/client.server.ts";
import { selectListsWith } from "./list-store.server.ts";
import type { ListPlace } from "./lists.ts";

/** The lists, also of deleted segments, that held one of these keys at any time. */
export async function findListsWith(db: Queryable, keys: readonly string[]): Promise<ListPlace[]> {
  return selectListsWith(db, keys);
}
