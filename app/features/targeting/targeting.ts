import { ENGINE_LEVEL, type FlagDocument, type Serve } from "@guidon/engine";
import { invalid } from "#app/platform/problem.ts";
import { calmVariant, risingVariant, type TargetedFlag } from "./targeted-flag.ts";
import { layOut, percentOf, reweigh, sizeOf, WHOLE } from "./split-shares.ts";

/** A flag's configuration in one environment. */
export type Targeting = Pick<
  FlagDocument,
  "on" | "offVariant" | "prerequisites" | "targets" | "rules" | "fallthrough"
> &
  Partial<Pick<FlagDocument, "kill">>;

/** The few words that suffice for most first flags; what is left out stays as it is. */
export interface TargetingShorthand {
  readonly on?: boolean | undefined;
  /** Per cent of everybody, up to three decimals, who get `variant`; the others get the off variant. */
  readonly rollout?: number | undefined;
  /** Targeting keys that always get `variant`. */
  readonly targets?: readonly string[] | undefined;
  /** What `rollout` and `targets` give; the first variant that is not the calm one where it is left out. */
  readonly variant?: string | undefined;
}

/** By environment key. */
export type Shorthands = Readonly<Record<string, TargetingShorthand>>;

/** A change asked for: the whole, something made of what is there now, or the shorthand. */
export type TargetingEdit =
  | { readonly replace: Targeting }
  | { readonly derive: (current: Targeting) => Targeting }
  | {
      readonly shorthand: TargetingShorthand;
      /** Where the shorthand stands in what was sent. */
      readonly pointer: string;
    };

/** Off, and serving the rising variant to everybody once it is switched on. */
export function newTargeting(flag: TargetedFlag): Targeting {
  return {
    on: false,
    offVariant: calmVariant(flag),
    prerequisites: [],
    targets: [],
    rules: [],
    fallthrough: {
      variant: flag.type === "boolean" ? risingVariant(flag) : calmVariant(flag),
    },
  };
}

/** The kill layer is kept whatever the edit says: only its own permission sets or lifts it. */
export function applyEdit(
  current: Targeting,
  edit: TargetingEdit,
  input: { flag: TargetedFlag; newSeed: () => number },
): Targeting {
  const edited = editedTargeting(current, edit, input);
  const { kill: _, ...rest } = edited;
  return current.kill === undefined ? rest : { ...rest, kill: current.kill };
}

function editedTargeting(
  current: Targeting,
  edit: TargetingEdit,
  input: { flag: TargetedFlag; newSeed: () => number },
): Targeting {
  if ("replace" in edit) return edit.replace;
  if ("derive" in edit) return edit.derive(current);
  return withShorthand(current, edit, input);
}

function withShorthand(
  current: Targeting,
  { shorthand: words, pointer }: { shorthand: TargetingShorthand; pointer: string },
  { flag, newSeed }: { flag: TargetedFlag; newSeed: () => number },
): Targeting {
  const variant = words.variant ?? risingVariant(flag);
  if (!flag.variants.some(({ key }) => key === variant)) {
    throw invalid(`${pointer}/variant`, `The flag has no variant "${variant}".`);
  }
  const targets =
    words.targets === undefined
      ? current.targets
      : [
          ...current.targets.filter((target) => target.by !== "targetingKey" || target.variant !== variant),
          ...(words.targets.length === 0 ? [] : [{ by: "targetingKey", keys: [...words.targets], variant }]),
        ];
  const fallthrough =
    words.rollout === undefined
      ? words.variant === undefined || words.targets !== undefined
        ? current.fallthrough
        : { variant }
      : rollOut(current, {
          variant,
          rest: current.offVariant ?? calmVariant(flag),
          percent: words.rollout,
          pointer,
          newSeed,
        });
  return { ...current, on: words.on ?? current.on, targets, fallthrough };
}

/**
 * Keeps everything of a split that is there but the shares, and moves as few users between them as can be: a ramp only
 * adds users.
 */
function rollOut(
  current: Targeting,
  input: { variant: string; rest: string; percent: number; pointer: string; newSeed: () => number },
): Serve {
  if (input.variant === input.rest) {
    throw invalid(
      `${input.pointer}/variant`,
      `"${input.variant}" is what the others get; roll out another variant.`,
    );
  }
  const size = sizeOf(input.percent);
  const shares = [
    { variant: input.variant, size },
    { variant: input.rest, size: WHOLE - size },
  ];
  if (!("split" in current.fallthrough)) {
    return { split: { by: ["targetingKey"], seed: input.newSeed(), slices: layOut(shares) } };
  }
  const { split } = current.fallthrough;
  if (split.hash !== undefined) {
    throw invalid(
      `${input.pointer}/rollout`,
      "This split keeps another system's hash, whose shares have units of their own. Change the targeting itself.",
    );
  }
  return { split: { ...split, slices: reweigh(split.slices, shares) } };
}

/** Per cent of everybody who get something other than the off variant by the fallthrough; null without a split. */
export function rolloutOf(targeting: Targeting): number | null {
  if (!("split" in targeting.fallthrough)) return null;
  const share = targeting.fallthrough.split.slices
    .filter(([variant]) => variant !== targeting.offVariant)
    .reduce((sum, [, from, to]) => sum + (to - from), 0);
  return percentOf(share);
}

/** The document that SDKs evaluate; its revision is set when it is published. */
export function toDocument(flag: TargetedFlag, targeting: Targeting): FlagDocument {
  return {
    key: flag.key,
    revision: 0,
    engine: ENGINE_LEVEL,
    type: flag.type,
    variants: flag.variants,
    ...targeting,
    client: flag.client,
    metadata: {},
  };
}
