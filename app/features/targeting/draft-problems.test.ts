import { expect, test } from "vitest";
import { draftProblems } from "./draft-problems.ts";
import type { Targeting } from "./targeting.ts";

const sound: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [{ by: "targetingKey", keys: ["user-42"], variant: "on" }],
  rules: [{ id: "a", when: { attribute: "age", op: "between", values: [18, 30] }, serve: { variant: "on" } }],
  fallthrough: { variant: "off" },
};

test("finds nothing wrong with a sound draft", () => {
  expect(draftProblems(sound)).toEqual([]);
});

test("says where something is missing", () => {
  const rules: Targeting["rules"] = [
    { id: "a", when: { all: [{ attribute: "", op: "in", values: ["x"] }] }, serve: { variant: "on" } },
    { id: "b", when: { attribute: "age", op: "between", values: [30, 18] }, serve: { variant: "on" } },
    {
      id: "c",
      when: { not: { attribute: "v", op: "semverGt", values: ["four"] } },
      serve: { variant: "on" },
    },
  ];
  expect(
    draftProblems({ ...sound, rules, targets: [{ by: "targetingKey", keys: [], variant: "on" }] }),
  ).toEqual([
    { at: "targets", message: "A target has no keys. Add some or remove it." },
    { at: "a", message: "Rule 1: name the attribute to look at" },
    { at: "b", message: "Rule 2: the lower end is above the upper one" },
    { at: "c", message: "Rule 3: “four” is not a version such as 4.2.0" },
  ]);
});
