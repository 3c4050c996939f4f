import type { Serve } from "@guidon/engine";
import { invalid } from "#app/platform/problem.ts";
import { layOut, percentOf, reweigh, sizeOf, WHOLE, type Share } from "./split-shares.ts";
import type { Targeting } from "./targeting.ts";

/** How a serve's shares are to be from now on. */
export interface Reweighting {
  readonly shares: readonly Share[];
  /** Where the shares stand in what was sent. */
  readonly pointer: string;
  readonly newSeed: () => number;
}

/**
 * Keeps everything of a split that is there but the shares, and moves as few users between them as can be: a ramp only
 * adds users.
 */
export function reweighServe(serve: Serve, { shares, pointer, newSeed }: Reweighting): Serve {
  if (!("split" in serve)) {
    return { split: { by: ["targetingKey"], seed: newSeed(), slices: layOut(shares) } };
  }
  const { split } = serve;
  if (split.hash !== undefined) {
    throw invalid(
      pointer,
      "This split keeps another system's hash, whose shares have units of their own. Change the targeting itself.",
    );
  }
  return { split: { ...split, slices: reweigh(split.slices, shares) } };
}

/** The shares of a rollout: `percent` get `variant`, the others `rest`. */
export function rolloutShares(input: {
  readonly variant: string;
  readonly rest: string;
  readonly percent: number;
  /** Where the variant stands in what was sent. */
  readonly pointer: string;
}): Share[] {
  const { variant, rest } = input;
  if (variant === rest) {
    throw invalid(input.pointer, `"${variant}" is what the others get; roll out another variant.`);
  }
  const size = sizeOf(input.percent);
  return [
    { variant, size },
    { variant: rest, size: WHOLE - size },
  ];
}

/** Per cent of everybody who get something other than the off variant by the fallthrough; null without a split. */
export function rolloutOf(targeting: Targeting): number | null {
  if (!("split" in targeting.fallthrough)) return null;
  const share = targeting.fallthrough.split.slices
    .filter(([variant]) => variant !== targeting.offVariant)
    .reduce((sum, [, from, to]) => sum + (to - from), 0);
  return percentOf(share);
}
