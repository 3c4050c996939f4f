import type { ListReference } from "@guidon/engine";
import { changeKeys, listDigest, type ListDelta } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { HeldList } from "#app/platform/context.ts";
import { findListHead, insertListChange } from "./list-store.server.ts";
import { wantsCheckpoint, weigh, type ListPlace } from "./lists.ts";
import { sha256 } from "./sha256.server.ts";

/**
 * Appends a change to a list's log; `before` is the list as it stands. Part of a publication's `change`, which holds the
 * environment's lock. What changes nothing makes no revision: the same list comes back.
 */
export async function appendList(
  tx: Transaction,
  place: ListPlace,
  { before, delta }: { readonly before: HeldList; readonly delta: ListDelta },
): Promise<HeldList> {
  if (delta.added.length + delta.removed.length === 0) return before;
  const head = await findListHead(tx, place);
  const keys = changeKeys(before.keys, delta);
  const next: ListReference = {
    revision: (head?.revision ?? 0) + 1,
    count: keys.size,
    digest: listDigest(keys, sha256),
  };
  const [added, removed] = [delta.added, delta.removed].map((some) => some.join("\n"));
  const weight = (head?.weight ?? 0) + weigh({ added: added ?? "", removed: removed ?? "" });
  const isDue = wantsCheckpoint(weight, keys);
  await insertListChange(tx, place, {
    ...next,
    ...delta,
    checkpoint: isDue ? [...keys] : null,
    weight: isDue ? 0 : weight,
  });
  return { ...next, keys };
}
