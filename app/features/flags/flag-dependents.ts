import type { DocumentName } from "@guidon/engine";

/** The flags and segments that need a flag in one environment. */
export interface FlagDependents {
  readonly environment: string;
  readonly dependents: readonly DocumentName[];
}
