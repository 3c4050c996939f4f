import type { Condition, Gate, Sample, Serve } from "@guidon/engine";
import type { Targeting } from "./targeting.ts";

/**
 * The same targeting with draws of its own, so that a copy's users are not the original's. Draws that shared a seed share
 * the new one. Layers and holdouts keep theirs: to be shared is what they are for.
 */
export function reseed(targeting: Targeting, newSeed: () => number): Targeting {
  const seeds = new Map<number, number>();
  const fresh = <Drawn extends { readonly seed: number }>(drawn: Drawn): Drawn => {
    const seed = seeds.get(drawn.seed) ?? newSeed();
    seeds.set(drawn.seed, seed);
    return { ...drawn, seed };
  };
  const gate = (each: Gate): Gate => (each.kind === "traffic" ? fresh(each) : each);
  const serve = (each: Serve): Serve => {
    if ("variant" in each) return each;
    const { gates, ...split } = fresh(each.split);
    return { split: gates === undefined ? split : { ...split, gates: gates.map(gate) } };
  };
  return {
    ...targeting,
    rules: targeting.rules.map((rule) => ({
      ...rule,
      when: resample(rule.when, fresh),
      serve: serve(rule.serve),
    })),
    fallthrough: serve(targeting.fallthrough),
  };
}

function resample(condition: Condition, fresh: (sample: Sample) => Sample): Condition {
  const each = (part: Condition) => resample(part, fresh);
  if ("all" in condition) return { all: condition.all.map(each) };
  if ("any" in condition) return { any: condition.any.map(each) };
  if ("not" in condition) return { not: each(condition.not) };
  if ("known" in condition) return { known: each(condition.known) };
  if ("where" in condition) return { ...condition, where: each(condition.where) };
  return "sample" in condition ? { sample: fresh(condition.sample) } : condition;
}
