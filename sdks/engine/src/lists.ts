import { sha256 as ownSha256, type Sha256 } from "./sha256.ts";

/** What happened to a list that travels apart between two of its revisions. */
export interface ListDelta {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The digest of a list that travels apart: of the canonical JSON of its keys, sorted by UTF-16 code units, each once. */
export const listDigest = (keys: Iterable<string>, sha256: Sha256 = ownSha256): string =>
  // Of texts alone, JSON.stringify makes the canonical form, and sooner.
  `sha256:${sha256(JSON.stringify([...new Set(keys)].sort()))}`;

/** The keys after a change, sorted as the digest wants them; the given ones stay as they are. */
export function changeKeys(keys: Iterable<string>, { added, removed }: ListDelta): Set<string> {
  const gone = new Set(removed);
  const kept = gone.size === 0 ? [...keys] : [...keys].filter((key) => !gone.has(key));
  return new Set([...kept, ...added].sort());
}
