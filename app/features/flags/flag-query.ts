import type { FlagKind } from "./flag.ts";

/** What a flag may be doing in an environment, as far as lists tell. */
export const flagStates = ["on", "off", "rolling", "killed"] as const;
export type FlagState = (typeof flagStates)[number];

/** `stale`: a release or experiment that has given everybody the same for a month. `expired`: its due date is past. */
export const lifecycles = ["stale", "expired"] as const;
export type Lifecycle = (typeof lifecycles)[number];

/** With a minus from the end. `fit` puts first what the search fits best. */
export const flagSorts = [
  ...(["-changed", "changed", "name", "-name", "key", "-key", "-created", "created", "fit"] as const),
] as const;
export type FlagSort = (typeof flagSorts)[number];

/** After this long without a change a flag that gives everybody the same is stale. */
export const staleAfterMs = 30 * 24 * 60 * 60 * 1000;

/** Which flags a list shows, and in what order. What is left out does not narrow. */
export interface FlagFilter {
  /** Part of a key, name or tag. */
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  /** Where `state` is looked at; anywhere where left out. */
  readonly environment?: string | undefined;
  readonly state?: FlagState | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly archived?: boolean | undefined;
  /** `-changed` where left out: last changed first. */
  readonly sort?: FlagSort | undefined;
}
