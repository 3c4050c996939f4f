import type { DocumentName, Snapshot } from "@guidon/engine";
import { diff } from "@guidon/engine/diff";
import { movedShares, type MovedShare } from "./moved-shares.ts";

/** What a flag or segment does otherwise in one state than in another. */
export interface DocumentDifference extends DocumentName {
  readonly changes: readonly string[];
  readonly moved: readonly MovedShare[];
}

/** In the order of the keys, flags first: what would change if `before` were made into `after`. */
export function documentDifferences(
  before: Snapshot,
  after: Snapshot,
  only?: DocumentName,
): DocumentDifference[] {
  const flags = new Map(after.flags.map((flag) => [flag.key, flag]));
  const moved = new Map(
    before.flags.map((was) => {
      const is = flags.get(was.key);
      return [was.key, is === undefined || is === was ? [] : movedShares(was, is)];
    }),
  );
  const found = new Map<string, DocumentDifference>();
  for (const { kind, key, text } of diff(before, after)) {
    if (only !== undefined && (only.kind !== kind || only.key !== key)) continue;
    const name = `${kind} ${key}`;
    const known = found.get(name) ?? {
      ...{ kind, key, changes: [] },
      moved: kind === "flag" ? (moved.get(key) ?? []) : [],
    };
    found.set(name, { ...known, changes: [...known.changes, text] });
  }
  return [...found.values()];
}
