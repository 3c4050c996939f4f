import { invalid } from "#app/platform/problem.ts";
import { reweighServe, rolloutShares } from "./rollout.ts";
import { calmVariant, risingVariant, type TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";
import { applyStep, type TargetingStep } from "./targeting-step.ts";

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

/** A change asked for: the whole, something made of what is there now, steps one after the other, or the shorthand. */
export type TargetingEdit =
  | { readonly replace: Targeting }
  | { readonly derive: (current: Targeting) => Targeting }
  | {
      readonly steps: readonly TargetingStep[];
      /** Where each step stands in what was sent. */
      readonly pointer: (index: number) => string;
    }
  | {
      readonly shorthand: TargetingShorthand;
      /** Where the shorthand stands in what was sent. */
      readonly pointer: string;
    };

export interface EditInput {
  readonly flag: TargetedFlag;
  readonly newSeed: () => number;
}

/** The kill layer is kept whatever the edit says: only its own permission sets or lifts it. */
export function applyEdit(current: Targeting, edit: TargetingEdit, input: EditInput): Targeting {
  const { kill: _, ...rest } = editedTargeting(current, edit, input);
  return current.kill === undefined ? rest : { ...rest, kill: current.kill };
}

function editedTargeting(current: Targeting, edit: TargetingEdit, input: EditInput): Targeting {
  if ("replace" in edit) return edit.replace;
  if ("derive" in edit) return edit.derive(current);
  if ("shorthand" in edit) return withShorthand(current, edit, input);
  return edit.steps.reduce(
    (targeting, step, index) => applyStep(targeting, step, { ...input, pointer: edit.pointer(index) }),
    current,
  );
}

function withShorthand(
  current: Targeting,
  { shorthand: words, pointer }: { shorthand: TargetingShorthand; pointer: string },
  { flag, newSeed }: EditInput,
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
      : reweighServe(current.fallthrough, {
          shares: rolloutShares({
            variant,
            rest: current.offVariant ?? calmVariant(flag),
            percent: words.rollout,
            pointer: `${pointer}/variant`,
          }),
          pointer: `${pointer}/rollout`,
          newSeed,
        });
  return { ...current, on: words.on ?? current.on, targets, fallthrough };
}
