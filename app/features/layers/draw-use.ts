import type { Range } from "@guidon/engine";

/** What flags have of a shared draw in one environment, as it is served now. */
export interface DrawUse {
  readonly environment: string;
  /** Of a layer, what nobody has, in per cent. */
  readonly free: number;
  readonly slices: readonly {
    readonly flag: string;
    readonly percent: number;
    readonly ranges: readonly Range[];
  }[];
}
