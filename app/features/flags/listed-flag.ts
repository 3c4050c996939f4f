import type { Lifecycle } from "./flag-query.ts";
import type { FlagView } from "./flag-view.ts";

/** A flag as lists give it out. */
export interface ListedFlag extends FlagView {
  readonly lifecycle: Lifecycle | null;
  /** How many flags and segments ask what it serves, in whatever environment. */
  readonly neededBy: number;
}

/** A flag as a row shows it: what it serves, which may be long, is read with the flag itself. */
export type FlagRow = Omit<ListedFlag, "description" | "variants" | "schema" | "metadata">;

export function rowOf(flag: ListedFlag): FlagRow {
  const { description: _, variants: __, schema: ___, metadata: ____, ...row } = flag;
  return row;
}
