import { sha256 as ownSha256, type Sha256 } from "./sha256.ts";

/** What happened to a list that travels apart between two of its revisions. */
export interface ListDelta {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The digest of a list that travels apart: of the canonical JSON of its keys, sorted by UTF-16 code units, each once. */
export function listDigest(keys: Iterable<string>, sha256: Sha256 = ownSha256): string {
  const once = keys instanceof Set ? (keys as ReadonlySet<string>) : new Set(keys);
  // Of texts alone, JSON.stringify makes the canonical form, and sooner.
  return `sha256:${sha256(JSON.stringify([...once].sort()))}`;
}

/** The keys after a change, in no order; the given ones stay as they are. To copy a set is much cheaper than to build one. */
export function changeKeys(keys: ReadonlySet<string>, { added, removed }: ListDelta): Set<string> {
  const next = new Set(keys);
  for (const key of removed) next.delete(key);
  for (const key of added) next.add(key);
  return next;
}
