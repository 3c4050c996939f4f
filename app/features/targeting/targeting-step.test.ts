import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFlag } from "#app/features/flags/new-flag.ts";
import { movedShares } from "./moved-shares.ts";
import { sharesOf, WHOLE } from "./split-shares.ts";
import { applyStep, type TargetingStep } from "./targeting-step.ts";
import { newTargeting, type Targeting } from "./targeting.ts";

const variants = ["a", "b", "c"];
const flag = defineFlag({ key: "x", type: "string", variants: variants.map((key) => ({ key, value: key })) });
let seeds = 0;
const newSeed = () => ++seeds;
const apply = (targeting: Targeting, ...steps: TargetingStep[]) =>
  steps.reduce((now, step) => applyStep(now, step, { flag, newSeed, pointer: "/steps/0" }), targeting);
const fresh = newTargeting(flag, { protected: false });
const rule = (id: string) => ({ id, when: { all: [] }, serve: { variant: "b" } });

const weights = fc
  .tuple(fc.integer({ min: 0, max: WHOLE }), fc.integer({ min: 0, max: WHOLE }))
  .map((cuts) => {
    const [first = 0, second = 0] = [...cuts].sort((a, b) => a - b);
    return { a: first / 1000, b: (second - first) / 1000, c: (WHOLE - second) / 1000 };
  });

describe("weights", () => {
  test("are what was asked, move the fewest users there can be, and keep the draw", () => {
    fc.assert(
      fc.property(weights, weights, (before, after) => {
        const first = apply(fresh, { do: "set-weights", weights: before });
        const next = apply(first, { do: "set-weights", weights: after });
        const [was, is] = [first, next].map(({ fallthrough }) =>
          "split" in fallthrough ? fallthrough.split : undefined,
        );
        expect(is?.seed).toBe(was?.seed);
        const sizes = sharesOf(is?.slices ?? [], variants).map(({ size }) => size);
        expect(sizes).toEqual(Object.values(after).map((percent) => Math.round(percent * 1000)));
        const least = Object.entries(after).reduce(
          (sum, [variant, percent]) =>
            sum + Math.max(0, Math.round((percent - before[variant as keyof typeof before]) * 1000)),
          0,
        );
        expect(movedShares(first, next)).toEqual(least === 0 ? [] : [{ rule: null, percent: least / 1000 }]);
      }),
    );
  });

  test("make 100 and name variants of the flag, in the rule that is named", () => {
    const targeting = { ...fresh, rules: [rule("r1")] };
    const refused = (step: TargetingStep, message: RegExp) =>
      expect(() => apply(targeting, step)).toThrow(message);
    refused({ do: "set-weights", weights: { a: 50, b: 49.999 } }, /make 99.999 %/);
    refused({ do: "set-weights", weights: { a: 50, z: 50 } }, /no variant "z"/);
    refused({ do: "set-weights", weights: { a: 100 }, rule: "r2" }, /no rule "r2"/);
    refused({ do: "set-rollout", percent: 10, variant: "a" }, /what the others get/);
    const next = apply(targeting, { do: "set-rollout", percent: 10, variant: "c", rule: "r1" });
    expect(next.rules[0]?.serve).toMatchObject({
      split: {
        slices: [
          ["c", 0, 10_000],
          ["a", 10_000, WHOLE],
        ],
      },
    });
    expect(next.fallthrough).toBe(targeting.fallthrough);
  });
});

describe("targets", () => {
  const target = (variant: string, ...keys: string[]) => ({ by: "targetingKey", keys, variant });

  test("a key is served one variant: added to one it leaves the others, and whoever is there stays in place", () => {
    const now = { ...fresh, targets: [target("a", "u1", "u2"), target("b", "u3")] };
    const step: TargetingStep = { do: "add-targets", variant: "a", keys: ["u3", "u2", "u4"] };
    expect(apply(now, step).targets).toEqual([target("a", "u1", "u2", "u3", "u4")]);
    expect(apply(now, step, step).targets).toEqual(apply(now, step).targets);
    expect(apply(now, { ...step, variant: "c" }).targets).toEqual([
      target("a", "u1"),
      target("c", "u3", "u2", "u4"),
    ]);
  });

  test("are removed wherever they stand, but only of the attribute that is named", () => {
    const byEmail = { by: "email", keys: ["u1"], variant: "a" };
    const now = { ...fresh, targets: [target("a", "u1"), target("b", "u3"), byEmail] };
    expect(apply(now, { do: "remove-targets", keys: ["u1", "u9"] }).targets).toEqual([
      target("b", "u3"),
      byEmail,
    ]);
    expect(apply(now, { do: "remove-targets", keys: ["u1"], by: "email" }).targets).toHaveLength(2);
  });
});

test("rules are put into the order that names each of them once", () => {
  const now = { ...fresh, rules: [rule("r1"), rule("r2"), rule("r3")] };
  const ordered = apply(now, { do: "order-rules", rules: ["r3", "r1", "r2"] });
  expect(ordered.rules.map(({ id }) => id)).toEqual(["r3", "r1", "r2"]);
  for (const rules of [
    ["r1", "r2"],
    ["r1", "r2", "r3", "r4"],
    ["r1", "r2", "r3", "r3"],
  ])
    expect(() => apply(now, { do: "order-rules", rules })).toThrow(/rule/);
});

test("a split with another draw moves whom it is expected to move", () => {
  const half = apply(fresh, { do: "set-weights", weights: { a: 50, b: 50 } });
  const other = apply(fresh, { do: "set-weights", weights: { a: 50, b: 50 } });
  expect(movedShares(half, other)).toEqual([{ rule: null, percent: 50 }]);
  expect(movedShares(fresh, half)).toEqual([{ rule: null, percent: 50 }]);
});
