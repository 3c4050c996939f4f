import type { FlagKind } from "./flag.ts";
import type { FlagSort } from "./flag-order.ts";
import { lifecycles } from "./flag-query.ts";

export const showings = [...lifecycles, "archived"] as const;

/** What is chosen in the controls of the list, by their names; all of it stands in the page's address. */
export interface Chosen {
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  /** `on` for anywhere, `production:on` for there. */
  readonly state?: string | undefined;
  readonly show?: (typeof showings)[number] | undefined;
  readonly sort?: FlagSort | undefined;
  /** From 1. */
  readonly page?: number | undefined;
}

/** The address with something else chosen; of a list that is another one, the first page. */
export function withChosen(
  chosen: Chosen,
  change: Partial<Record<keyof Chosen, string | number | undefined>>,
): string {
  const next = { ...chosen, page: undefined, ...change };
  const query = new URLSearchParams(
    Object.entries(next).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, String(value)]],
    ),
  ).toString();
  return query === "" ? "?" : `?${query}`;
}

/** The other way round where the list is sorted so already. */
export function sortAfter(present: FlagSort | undefined, asked: "name" | "-updatedAt"): FlagSort {
  const now = present ?? "-updatedAt";
  if (now !== asked) return asked;
  return asked === "name" ? "-name" : "updatedAt";
}

/** How many of the controls narrow the list. */
export function narrowing({ search, kind, tag, owner, state, show }: Chosen): number {
  return [search, kind, tag, owner, state, show].filter((value) => value !== undefined && value !== "")
    .length;
}

/** How many flags a page of the list shows: as many as a slow telephone brings to life within a second and a half. */
export const pageSize = 25;
