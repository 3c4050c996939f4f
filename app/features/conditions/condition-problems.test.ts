import type { Clause, Condition } from "@guidon/engine";
import { expect, test } from "vitest";
import { conditionProblems } from "./condition-problems.ts";

const clause = (op: Clause["op"], values: Clause["values"], attribute = "a"): Condition => ({
  ...{ attribute, op, values },
});

test.each<[string, Condition]>([
  ["a list", clause("in", ["DE", 1, true])],
  ["presence", clause("exists", [])],
  ["a pattern with a comma", clause("matches", ["a{1,3}"])],
  ["a range", clause("between", [18, 30])],
  ["a moment with a zone", clause("before", ["2026-12-01T09:00:00+01:00"])],
  ["a short version", clause("semverGte", ["v4.2"])],
  ["networks", clause("inCidr", ["10.0.0.0/8", "2001:db8::/32", "::1"])],
  ["a count", clause("sizeGt", [0])],
  ["everybody", { all: [] }],
])("finds nothing wrong with %s", (_, condition) => {
  expect(conditionProblems(condition)).toEqual([]);
});

test.each<[Condition, string, string]>([
  [clause("in", ["x"], " "), "/attribute", "Name the attribute to look at."],
  [clause("contains", []), "/values", "Give at least one value."],
  [clause("matches", ["ok", "(?=x)"]), "/values/1", "RE2 has no lookahead and no lookbehind."],
  [clause("between", [30, 18]), "/values", "The lower end is above the upper one."],
  [clause("between", [30]), "/values", "Give both ends of the range."],
  [clause("lt", ["ten"]), "/values/0", "“ten” is not a number."],
  [clause("after", ["2026-12-01"]), "/values/0", "“2026-12-01” is not a date and time with a zone."],
  [clause("semverEq", ["four"]), "/values/0", "“four” is not a version such as 4.2.0."],
  [
    clause("inCidr", ["10.0.0.0/33"]),
    "/values/0",
    "“10.0.0.0/33” is not an address or network such as 10.0.0.0/8.",
  ],
  [clause("sizeEq", [1.5]), "/values/0", "“1.5” is not a whole number."],
  [{ segment: "" }, "/segment", "Choose a segment."],
  [{ flag: "pay", variants: [] }, "/variants", "Choose at least one variant."],
  [{ sample: { by: [""], seed: 1, ranges: [] } }, "/sample/by", "Name the attribute to draw by."],
  [{ some: "", where: { all: [] } }, "/some", "Name the list to look into."],
])("says of %j where it is incomplete", (condition, pointer, message) => {
  expect(conditionProblems(condition)).toEqual([{ pointer, message }]);
});

test("leads to the place in a nested condition", () => {
  const nested: Condition = {
    all: [{ any: [{ not: { known: { some: "orders", where: { all: [clause("lt", [])] } } } }] }],
  };
  expect(conditionProblems(nested)).toEqual([
    { pointer: "/all/0/any/0/not/known/where/all/0/values", message: "Give at least one value." },
  ]);
});

test("knows what is there to be named, where it is told", () => {
  const named = { segments: ["beta"], flags: ["pay"], variantsOf: () => ["on", "off"] };
  expect(conditionProblems({ segment: "beta" }, named)).toEqual([]);
  expect(conditionProblems({ segment: "gone" }, named)).toEqual([
    { pointer: "/segment", message: "There is no segment “gone” here." },
  ]);
  expect(conditionProblems({ flag: "gone", variants: ["on"] }, named)).toEqual([
    { pointer: "/flag", message: "There is no flag “gone” here." },
  ]);
  expect(conditionProblems({ flag: "pay", variants: ["on", "maybe"] }, named)).toEqual([
    { pointer: "/variants", message: "“pay” has no variant “maybe”." },
  ]);
});
