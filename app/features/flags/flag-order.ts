import type { Position } from "#app/platform/cursor.ts";

/** What lists of flags are sorted by; the key tells those apart that are otherwise the same. */
export const flagSorts = ["updatedAt", "createdAt", "key", "name"] as const;
export type FlagSort = (typeof flagSorts)[number] | `-${(typeof flagSorts)[number]}`;

export interface FlagOrder {
  readonly by: (typeof flagSorts)[number];
  readonly descending: boolean;
}

export function flagOrder(sort: FlagSort): FlagOrder {
  const descending = sort.startsWith("-");
  return { by: (descending ? sort.slice(1) : sort) as FlagOrder["by"], descending };
}

/** Where a flag stands in that order. */
export function flagPosition(
  flag: { key: string; name: string; updatedAt: Date; createdAt: Date },
  { by }: FlagOrder,
): Position {
  const value = flag[by];
  return [value instanceof Date ? value.getTime() : value, flag.key];
}
