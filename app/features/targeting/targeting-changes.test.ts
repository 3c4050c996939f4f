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
    "Turned off",
    "user-42 no longer served on",
    "Everybody else gets on instead of off",
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
    "Rule 2 serves on 25 %, off 75 % by targetingKey instead of on 10 %, off 90 % by targetingKey (moves 15 % of it)",
  ]);
});

test("says that rules were reordered", () => {
  expect(words({ ...base, rules: base.rules.toReversed() })).toEqual(["Rule 2 moved from place 2 to 1"]);
});

test("says in full what a new rule does", () => {
  const rule = { id: "c", when: { segment: "beta" }, serve: { variant: "on" } };
  expect(words({ ...base, rules: [...base.rules, rule] })).toEqual([
    "Rule 3 added: if in segment beta then on",
  ]);
});
