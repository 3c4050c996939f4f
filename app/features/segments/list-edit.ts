import type { ListDelta } from "@guidon/engine/documents";
import type { ListName } from "#app/features/publishing/lists.ts";

/** What is to happen to a list: keys come, keys go, or these are all there shall be. */
export type ListEdit =
  | { readonly add?: Iterable<string>; readonly remove?: Iterable<string> }
  | { readonly replace: Iterable<string> };

/** How many keys one list may hold: every process and every SDK that evaluates with it has it in memory. */
export const mostKeys = 1_000_000;

/** What an edit changes, sorted; what is there already is not added, nor what is not there removed. */
export function deltaOf(present: ReadonlySet<string>, edit: ListEdit): ListDelta {
  if ("replace" in edit) {
    const next = new Set(edit.replace);
    return {
      added: [...next].filter((key) => !present.has(key)).sort(),
      removed: [...present].filter((key) => !next.has(key)),
    };
  }
  const removed = new Set([...(edit.remove ?? [])].filter((key) => present.has(key)));
  const added = new Set([...(edit.add ?? [])].filter((key) => !present.has(key)));
  return { added: [...added].sort(), removed: [...removed].sort() };
}

/** In one readable line, without the keys: they name people. */
export function listWords(list: ListName, { added, removed }: ListDelta, count: number): string {
  const parts = [
    ...(added.length === 0 ? [] : [`${counted(added.length)} added`]),
    ...(removed.length === 0 ? [] : [`${counted(removed.length)} removed`]),
  ];
  return `${list === "included" ? "Included" : "Excluded"}: ${parts.join(", ")}, now ${counted(count)}`;
}

export const counted = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "key" : "keys"}`;

/** What is wrong with a key; undefined where nothing is. Keys are compared as they are, so a stray blank would hide one. */
export function problemOfKey(key: string): string | undefined {
  if (key === "") return "A key is not empty.";
  if (key.length > 500) return "A key has at most 500 characters.";
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(key)) return "A key holds no control characters.";
  if (!key.isWellFormed()) return "A key holds no half of a surrogate pair.";
  if (key.trim() !== key) return "A key neither begins nor ends with white space.";
  return undefined;
}
