import type { FlagType } from "@guidon/engine";
import type { FlagKind } from "./flag.ts";

/** What a flag may be doing in an environment, as far as lists tell. */
export const flagStates = ["on", "off", "rolling", "killed"] as const;
export type FlagState = (typeof flagStates)[number];

/** `stale`: a release or experiment that has given everybody the same for a month. `expired`: its due date is past. */
export const lifecycles = ["stale", "expired"] as const;
export type Lifecycle = (typeof lifecycles)[number];

/** After this long without a change a flag that gives everybody the same is stale. */
export const staleAfterMs = 30 * 24 * 60 * 60 * 1000;

/** Which flags a list shows. What is left out does not narrow. */
export interface FlagFilter {
  /** Part of a key, name or tag. */
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly type?: FlagType | undefined;
  readonly client?: boolean | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  /** Where `state` is looked at; anywhere where left out. */
  readonly environment?: string | undefined;
  readonly state?: FlagState | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly archived?: boolean | undefined;
}
