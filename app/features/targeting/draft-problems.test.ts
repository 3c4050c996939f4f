import { expect, test } from "vitest";
import { draftProblems } from "./draft-problems.ts";
import { placeWords } from "./place-words.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

const flag: TargetedFlag = {
  key: "checkout",
  type: "boolean",
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  safeVariant: null,
  client: false,
  metadata: {},
};
const sound: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [{ by: "targetingKey", keys: ["user-42"], variant: "on" }],
  rules: [{ id: "a", when: { attribute: "age", op: "between", values: [18, 30] }, serve: { variant: "on" } }],
  fallthrough: { variant: "off" },
};

test("finds nothing wrong with a sound draft", () => {
  expect(draftProblems(flag, sound)).toEqual([]);
});

test("says where something is missing, each place once", () => {
  const draft: Targeting = {
    ...sound,
    prerequisites: [{ flag: "pay", variants: [] }],
    targets: [{ by: "targetingKey", keys: [], variant: "on" }],
    rules: [
      { id: "a", when: { all: [{ attribute: "", op: "in", values: ["x"] }] }, serve: { variant: "on" } },
      {
        id: "b",
        when: { not: { attribute: "v", op: "semverGt", values: ["four"] } },
        serve: { split: { by: [""], seed: 1, slices: [["on", 0, 100_000]] } },
      },
    ],
  };
  expect(draftProblems(flag, draft)).toEqual([
    { pointer: "/prerequisites/0/variants", message: "Choose at least one variant." },
    { pointer: "/targets/0/keys", message: "Add at least one key, or remove the target." },
    { pointer: "/rules/0/when/all/0/attribute", message: "Name the attribute to look at." },
    { pointer: "/rules/1/when/not/values/0", message: "“four” is not a version such as 4.2.0." },
    { pointer: "/rules/1/serve/split/by", message: "Name the attribute to split by." },
  ]);
});

test("adds what the engine has against the rest", () => {
  const draft: Targeting = { ...sound, fallthrough: { variant: "gone" } };
  expect(draftProblems(flag, draft)).toEqual([
    {
      pointer: "/fallthrough/variant",
      message: "The flag has no such variant. Name one that it has, or add the variant.",
    },
  ]);
});

test("calls places as the page does", () => {
  const rules = [{ ...sound.rules[0]!, name: "Adults" }, sound.rules[0]!];
  expect(placeWords("/rules/0/when", { rules })).toBe("Adults");
  expect(placeWords("/rules/1/when", { rules })).toBe("Rule 2");
  expect(placeWords("/fallthrough/variant", { rules })).toBe("Everyone else");
  expect(placeWords("/offVariant", { rules })).toBe("The switch");
});
