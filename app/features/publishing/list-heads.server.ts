import type { ListReference } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import { findListHead } from "./list-store.server.ts";
import { emptyList, type ListName, type ListPlace } from "./lists.ts";

/** Where the lists of a segment stand in their logs, also of one that was deleted: a new one goes on from there. */
export async function listHeads(
  db: Queryable,
  place: Omit<ListPlace, "list">,
): Promise<Record<ListName, ListReference>> {
  const head = async (list: ListName): Promise<ListReference> => {
    const { revision, count, digest } = (await findListHead(db, { ...place, list })) ?? emptyList;
    return { revision, count, digest };
  };
  return { included: await head("included"), excluded: await head("excluded") };
}
