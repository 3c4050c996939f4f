import type { FlagType, Json, Variant } from "@guidon/engine";

/** What targeting must know of the flag that it belongs to. */
export interface TargetedFlag {
  readonly key: string;
  readonly type: FlagType;
  /** Whether public client keys may read it. */
  readonly client: boolean;
  readonly variants: readonly Variant[];
  /** What a kill serves where it names no other; null: the off variant. */
  readonly safeVariant: string | null;
  /** Given out with the flag, for whoever reads it; changes nothing in evaluation. */
  readonly metadata: { readonly [name: string]: Json };
}

/** The variant served while a new flag is off: the one that is false, else the first. */
export function calmVariant(flag: Pick<TargetedFlag, "variants">): string {
  const calm = flag.variants.find(({ value }) => value === false) ?? flag.variants[0];
  if (calm === undefined) throw new Error("A flag has at least one variant.");
  return calm.key;
}

/** The variant that a rollout brings in where none is named: the first that is not the calm one. */
export function risingVariant(flag: Pick<TargetedFlag, "variants">): string {
  const calm = calmVariant(flag);
  return flag.variants.find(({ key }) => key !== calm)?.key ?? calm;
}

/** The place of a variant in the order of colours: the calm one comes first, whatever its place in the flag. */
export function hueIndex(flag: Pick<TargetedFlag, "variants">, key: string): number {
  const calm = calmVariant(flag);
  if (key === calm) return 0;
  const others = flag.variants.filter((variant) => variant.key !== calm);
  return (
    1 +
    Math.max(
      0,
      others.findIndex((variant) => variant.key === key),
    )
  );
}
