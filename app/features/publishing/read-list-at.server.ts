import { changeKeys, listDigest } from "@guidon/engine/documents";
import type { Queryable } from "#db/client.server.ts";
import type { HeldList } from "#app/platform/context.ts";
import { selectListSource } from "./list-store.server.ts";
import { emptyList, netDelta, type ListPlace } from "./lists.ts";
import { sha256 } from "./sha256.server.ts";

/**
 * A segment's list as it was at one of its revisions, rebuilt from its log. Throws if that is not what was published then:
 * the log has been tampered with or damaged.
 */
export async function readListAt(
  db: Queryable,
  { revision, ...place }: ListPlace & { readonly revision: number },
): Promise<HeldList> {
  if (revision === 0) return { ...emptyList, keys: new Set() };
  const rows = await selectListSource(db, place, revision);
  const last = rows.at(-1);
  if (last?.revision !== revision) throw new ListMismatch(place, revision, "is not in the log");
  const start = rows[0]?.checkpoint === null ? -1 : 0;
  const keys = changeKeys(new Set(rows[0]?.checkpoint), netDelta(rows.slice(start + 1)));
  const digest = listDigest(keys, sha256);
  if (digest !== last.digest)
    throw new ListMismatch(place, revision, `was published as ${last.digest} but the log gives ${digest}`);
  return { revision, count: keys.size, digest, keys };
}

export class ListMismatch extends Error {
  constructor({ segment, list }: ListPlace, revision: number, problem: string) {
    super(`The list "${list}" of segment "${segment}" at revision ${revision} ${problem}.`);
    this.name = "ListMismatch";
  }
}
