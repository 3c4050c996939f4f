import { listDigest } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { HeldList } from "#app/platform/context.ts";
import type { ErasedPerson } from "#app/platform/eraser.ts";
import { findListHead, insertListChange } from "./list-store.server.ts";
import { emptyList, weigh, type ListPlace } from "./lists.ts";
import { readListAt } from "./read-list-at.server.ts";
import { sha256 } from "./sha256.server.ts";

/**
 * Appends a revision without a person's keys to a list that holds or held them. It skips a revision, so that whoever
 * holds an earlier one gets the list whole: the changes since, once rewritten, do not lead here from what they hold.
 */
export async function moveListOn(
  tx: Transaction,
  place: ListPlace,
  { keys: theirs, pseudonym }: Pick<ErasedPerson, "keys" | "pseudonym">,
): Promise<HeldList> {
  const head = (await findListHead(tx, place)) ?? { ...emptyList, weight: 0 };
  const keys = new Set((await readListAt(tx, { ...place, revision: head.revision })).keys);
  const held = theirs.filter((key) => keys.delete(key));
  if (held.length > 0) keys.add(pseudonym);
  const next = { revision: head.revision + 2, count: keys.size, digest: listDigest(keys, sha256) };
  const weight = head.weight + weigh({ added: "", removed: "" });
  // Where earlier revisions have the pseudonym, too, nothing came and nothing went.
  await insertListChange(tx, place, { ...next, added: [], removed: [], checkpoint: null, weight });
  return { ...next, keys };
}
