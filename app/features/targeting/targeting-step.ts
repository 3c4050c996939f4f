import type { Rule, Serve, Target } from "@guidon/engine";
import { invalid } from "#app/platform/problem.ts";
import { reweighServe, rolloutShares } from "./rollout.ts";
import { percentOf, sizeOf, WHOLE } from "./split-shares.ts";
import { calmVariant, risingVariant, type TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

/** What people script: one small change that needs no knowledge of the rest. */
export type TargetingStep =
  | { readonly do: "turn-on" }
  | { readonly do: "turn-off" }
  | {
      readonly do: "set-rollout";
      /** Per cent of everybody who get `variant`, up to three decimals; the others get the off variant. */
      readonly percent: number;
      readonly variant?: string | undefined;
      /** The rule to roll out in; the fallthrough where left out. */
      readonly rule?: string | undefined;
    }
  | {
      readonly do: "set-weights";
      /** Per cent by variant; all of them make 100. */
      readonly weights: Readonly<Record<string, number>>;
      readonly rule?: string | undefined;
    }
  | {
      readonly do: "add-targets";
      readonly variant: string;
      readonly keys: readonly string[];
      /** The attribute that holds them; the targeting key where left out. */
      readonly by?: string | undefined;
    }
  | {
      readonly do: "remove-targets";
      readonly keys: readonly string[];
      readonly by?: string | undefined;
    }
  /** Every rule once, the first to be asked first. */
  | { readonly do: "order-rules"; readonly rules: readonly string[] };

export interface StepInput {
  readonly flag: TargetedFlag;
  readonly newSeed: () => number;
  /** Where the step stands in what was sent. */
  readonly pointer: string;
}

export function applyStep(current: Targeting, step: TargetingStep, input: StepInput): Targeting {
  switch (step.do) {
    case "turn-on":
      return { ...current, on: true };
    case "turn-off":
      return { ...current, on: false };
    case "set-rollout":
      return serveOtherwise(current, step.rule, input, (serve) =>
        reweighServe(serve, {
          shares: rolloutShares({
            variant: known(step.variant ?? risingVariant(input.flag), "/variant", input),
            rest: current.offVariant ?? calmVariant(input.flag),
            percent: step.percent,
            pointer: `${input.pointer}/variant`,
          }),
          pointer: `${input.pointer}/percent`,
          newSeed: input.newSeed,
        }),
      );
    case "set-weights":
      return serveOtherwise(current, step.rule, input, (serve) =>
        reweighServe(serve, {
          shares: weightShares(step.weights, input),
          pointer: `${input.pointer}/weights`,
          newSeed: input.newSeed,
        }),
      );
    case "add-targets":
      return { ...current, targets: withTargets(current.targets, step, input) };
    case "remove-targets":
      return { ...current, targets: withoutTargets(current.targets, step) };
    case "order-rules":
      return { ...current, rules: ordered(current.rules, step.rules, input) };
    default:
      return step satisfies never;
  }
}

function serveOtherwise(
  current: Targeting,
  id: string | undefined,
  { pointer }: StepInput,
  change: (serve: Serve) => Serve,
): Targeting {
  if (id === undefined) return { ...current, fallthrough: change(current.fallthrough) };
  if (!current.rules.some((rule) => rule.id === id))
    throw invalid(`${pointer}/rule`, `The flag has no rule "${id}" here.`);
  const rules = current.rules.map((rule) => (rule.id === id ? { ...rule, serve: change(rule.serve) } : rule));
  return { ...current, rules };
}

function weightShares(weights: Readonly<Record<string, number>>, input: StepInput) {
  const shares = Object.entries(weights).map(([variant, percent]) => ({
    variant: known(variant, `/weights/${variant}`, input),
    size: sizeOf(percent),
  }));
  const sum = shares.reduce((total, { size }) => total + size, 0);
  if (sum !== WHOLE)
    throw invalid(`${input.pointer}/weights`, `The weights make ${percentOf(sum)} %, not 100 %.`);
  return shares;
}

/** A key is served one variant: added to one, it leaves the others. */
function withTargets(
  targets: readonly Target[],
  step: { readonly variant: string; readonly keys: readonly string[]; readonly by?: string | undefined },
  input: StepInput,
): Target[] {
  const { by = "targetingKey" } = step;
  const variant = known(step.variant, "/variant", input);
  const isTheirs = (target: Target) => target.by === by && target.variant === variant;
  const place = targets.findIndex(isTheirs);
  if (place === -1) return [...withoutTargets(targets, step), { by, keys: [...new Set(step.keys)], variant }];
  return targets.flatMap((target, at) =>
    at === place
      ? [{ ...target, keys: [...new Set([...target.keys, ...step.keys])] }]
      : withoutTargets([target], step),
  );
}

function withoutTargets(
  targets: readonly Target[],
  { keys, by = "targetingKey" }: { readonly keys: readonly string[]; readonly by?: string | undefined },
): Target[] {
  const gone = new Set(keys);
  return targets
    .map((target) =>
      target.by === by ? { ...target, keys: target.keys.filter((key) => !gone.has(key)) } : target,
    )
    .filter((target) => target.keys.length > 0);
}

function ordered(rules: readonly Rule[], ids: readonly string[], { pointer }: StepInput): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const missing = rules.filter(({ id }) => !ids.includes(id)).map(({ id }) => `"${id}"`);
  if (missing.length > 0)
    throw invalid(`${pointer}/rules`, `Name every rule; these are left out: ${missing.join(", ")}.`);
  if (new Set(ids).size !== ids.length) throw invalid(`${pointer}/rules`, "Name every rule once.");
  return ids.map((id, index) => {
    const rule = byId.get(id);
    if (rule === undefined) throw invalid(`${pointer}/rules/${index}`, `The flag has no rule "${id}" here.`);
    return rule;
  });
}

function known(variant: string, place: string, { flag, pointer }: StepInput): string {
  if (flag.variants.some(({ key }) => key === variant)) return variant;
  throw invalid(`${pointer}${place}`, `The flag has no variant "${variant}".`);
}
