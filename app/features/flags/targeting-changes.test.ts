import { expect, test } from "vitest";
import { describeChanges } from "./targeting-changes.ts";
import type { Targeting } from "./targeting.ts";

const base: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [{ by: "targetingKey", keys: ["user-42"], variant: "on" }],
  rules: [
    {
      id: "a",
      name: "EU",
      when: { attribute: "country", op: "in", values: ["DE"] },
      serve: { variant: "on" },
    },
    {
      id: "b",
      when: { all: [] },
      serve: {
        split: {
          by: ["targetingKey"],
          seed: 1,
          slices: [
            ["on", 0, 10_000],
            ["off", 10_000, 100_000],
          ],
        },
      },
    },
  ],
  fallthrough: { variant: "off" },
};
const words = (after: Targeting) => describeChanges(base, after).map((change) => change.words);

test("nothing changed, nothing said", () => {
  expect(words(structuredClone(base))).toEqual([]);
});

test("says what happens to the switch, the targets and everyone else", () => {
  expect(words({ ...base, on: false, targets: [], fallthrough: { variant: "on" } })).toEqual([
    "switched off",
    "target removed: user-42 gets on",
    "everyone else: off → on",
  ]);
});

test("says how many users a reweighting moves", () => {
  const rules = structuredClone(base.rules) as unknown as { serve: { split?: { slices: unknown } } }[];
  if (rules[1]?.serve.split !== undefined)
    rules[1].serve.split.slices = [
      ["on", 0, 25_000],
      ["off", 25_000, 100_000],
    ];
  expect(words({ ...base, rules: rules as unknown as Targeting["rules"] })).toEqual([
    "rule 2: 10 % on, 90 % off → 25 % on, 75 % off (moves 15 % of it)",
  ]);
});

test("says that rules were reordered", () => {
  expect(words({ ...base, rules: base.rules.toReversed() })).toEqual(["rules reordered: b, EU"]);
});

test("says in full what a new rule does", () => {
  const rule = { id: "c", when: { segment: "beta" }, serve: { variant: "on" } };
  expect(words({ ...base, rules: [...base.rules, rule] })).toEqual(["rule 3 added: in segment beta → on"]);
});
