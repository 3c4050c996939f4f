import { expect, test } from "vitest";
import { compile, evaluate, evaluateAll, explain, type Condition, type EvaluationContext } from "./index.ts";
import { flag, NOW, segment, snapshot } from "./shop.fixture.ts";

test("an explanation tells every step and why", () => {
  const when: Condition = { all: [{ attribute: "plan", op: "in", values: ["pro"] }, { not: { segment: "s" } }, { attribute: "v", op: "semverGt", values: ["1.0.0"] }, { attribute: "n", op: "lt", values: [1] }, { attribute: "$x", op: "exists", values: [] }] }; // prettier-ignore
  const split = {
    split: {
      by: ["id", "targetingKey"],
      seed: 7,
      slices: [["on", 0, 50_000]],
      gates: [{ kind: "traffic", by: ["targetingKey"], seed: 11, ranges: [[0, 100_000]] }],
    },
  };
  const program = compile(
    snapshot(
      1,
      [
        flag("a", {
          targets: [{ by: "targetingKey", keys: ["vip"], variant: "on" }],
          prerequisites: [{ flag: "b", variants: ["on"] }],
          rules: [{ id: "r", name: "Pros", when, serve: { variant: "on" } }],
          fallthrough: split,
        }),
        flag("b"),
      ],
      [segment({ keys: ["u"] })],
    ),
  );
  const { steps } = explain(program, "a", { targetingKey: "u1", v: "latest", n: "1", plan: null }, NOW);
  expect(steps).toMatchObject([
    { step: "switch", outcome: "on" },
    {
      step: "prerequisite",
      outcome: "met",
      flag: "b",
      served: "on",
      steps: [{ step: "switch" }, { step: "fallthrough" }],
    },
    { step: "targets", outcome: "no_match", by: "targetingKey", unit: "u1" },
    {
      ...{ step: "rule", outcome: "no_match", index: 0, id: "r", name: "Pros" },
      steps: [
        {
          ...{ step: "all", outcome: "false" },
          steps: [
            { step: "clause", attribute: "plan", outcome: "unknown", cause: "null" },
            {
              step: "not",
              outcome: "true",
              steps: [{ step: "segment", outcome: "false", segment: "s", unit: "u1", steps: [] }],
            },
            { step: "clause", attribute: "v", outcome: "unknown", cause: "unparsable", value: "latest" },
            { step: "clause", attribute: "n", outcome: "unknown", cause: "wrong_type", value: "1" },
            { step: "clause", attribute: "$x", outcome: "false" },
          ],
        },
      ],
    },
    {
      ...{ step: "fallthrough", outcome: "served", variant: "on" },
      steps: [
        { step: "gate", gate: "traffic", outcome: "held", unit: "u1", path: "targetingKey" },
        {
          step: "split",
          outcome: "served",
          bucket: 48_990,
          slice: ["on", 0, 50_000],
          path: "targetingKey",
          variant: "on",
        },
      ],
    },
  ]);
  expect(explain(program, "a", {}, NOW).steps.at(-1)).toMatchObject({
    outcome: "off_variant",
    steps: [
      { step: "gate", outcome: "held", cause: "unit_missing" },
      { step: "split", outcome: "nothing", cause: "unit_missing" },
    ],
  });
});

test("the fallthrough is explained after all rules that did not match", () => {
  const rules = ["p", "q"].map((value) => ({
    id: value,
    when: { attribute: "x", op: "in", values: [value] },
    serve: { variant: "on" },
  }));
  const program = compile(snapshot(1, [flag("a", { rules, fallthrough: { variant: "off" } })]));
  const { steps } = explain(program, "a", { x: "r" }, NOW);
  expect(steps.map(({ step, outcome }) => [step, outcome])).toEqual([
    ["switch", "on"],
    ["rule", "no_match"],
    ["rule", "no_match"],
    ["fallthrough", "served"],
  ]);
});

test("what everybody gets is explained, too", () => {
  const program = compile(snapshot(1, [flag("a"), flag("b", { on: false })]));
  expect(explain(program, "a", {}, NOW).steps.map(({ step }) => step)).toEqual(["switch", "fallthrough"]);
  expect(explain(program, "b", {}, NOW).steps).toEqual([{ step: "switch", outcome: "off", variant: "off" }]);
});

test("a split that is all there is to a flag is explained in full, and served the same as with its steps told", () => {
  const fallthrough = {
    split: {
      ...{ by: ["targetingKey", "id"], seed: 3 },
      slices: [
        ["off", 0, 50_000],
        ["on", 50_000, 80_000],
      ],
    },
  };
  const program = compile(snapshot(1, [flag("a", { fallthrough })]));
  const users = [
    ...Array.from({ length: 40 }, (_, i) => ({ targetingKey: `user-${i}` })),
    ...[{}, { id: 7 }, { targetingKey: "" }, { targetingKey: 12 }, { targetingKey: null, id: "u" }],
    ...[null, "user-1", Object.create({ targetingKey: "u" }) as object],
  ] as EvaluationContext[];
  const answers = users.map((user) => {
    const { evaluation, steps } = explain(program, "a", user, NOW);
    expect(evaluate(program, "a", user, NOW)).toStrictEqual(evaluation);
    expect(evaluateAll(program, user, NOW).get("a")).toStrictEqual(evaluation);
    expect(steps.map(({ step }) => step)).toEqual(["switch", "fallthrough"]);
    return [evaluation.reason, evaluation.variant, evaluation.detail].join(" ");
  });
  expect(new Set(answers)).toEqual(
    new Set(["SPLIT off ", "SPLIT on ", "DEFAULT off ", "DEFAULT off unit_missing"]),
  );
});
