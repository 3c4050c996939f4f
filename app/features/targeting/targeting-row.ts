import type { TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

/** What a flag does in one environment, as it is kept. */
export interface StoredTargeting {
  readonly flagId: string;
  readonly environmentId: string;
  readonly environmentKey: string;
  readonly targeting: Targeting;
  /** Goes up by one with each change; what If-Match names. */
  readonly version: number;
  readonly updatedAt: Date;
}

/** The same, with as much of the flag as targeting must know. */
export interface TargetedRow extends StoredTargeting {
  readonly flag: TargetedFlag & { readonly archived: boolean };
}
