import type { Lifecycle } from "./flag-query.ts";
import type { FlagView } from "./flag-view.ts";

/** A flag as the list shows it. */
export interface ListedFlag extends FlagView {
  readonly lifecycle: Lifecycle | null;
  /** How many flags and segments ask what it serves, in whatever environment. */
  readonly neededBy: number;
}
