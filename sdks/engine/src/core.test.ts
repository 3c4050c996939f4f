import { caseFiles, firstDifference } from "@guidon/conformance";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checker } from "./checker.ts";
import { compile, evaluate, evaluateAll, type FlagDocument, type Snapshot } from "./core.ts";
import { makeSnapshot } from "./documents.ts";
import { context, NOW, snapshot } from "./generated.fixture.ts";
import { compile as compileWhole } from "./index.ts";
import { matcher } from "./matcher.ts";
import { moreOperators } from "./more-operators.ts";
import { hasher } from "./profiles.ts";

const flag = (key: string, more: object = {}): FlagDocument => ({
  key,
  revision: 1,
  engine: 1,
  type: "boolean",
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [],
  rules: [],
  fallthrough: { variant: "on" },
  client: true,
  metadata: {},
  ...more,
});
const asking = (op: string, values: readonly string[], ignoreCase = false) => ({
  rules: [{ id: "r", when: { attribute: "x", op, values, ignoreCase }, serve: { variant: "off" } }],
});
const of = (revision: number, ...flags: FlagDocument[]): Snapshot =>
  makeSnapshot({ environment: "shop/test", revision, publishedAt: "", flags, segments: [], archived: [] });

describe("the core with all that can be handed to it is the whole engine", () => {
  test.each(caseFiles)("$name", ({ snapshot, cases }) => {
    const program = compile(snapshot, { matcher, moreOperators, checker });
    for (const { flag, context, now, type, expect: expected } of cases) {
      const options = { now: Date.parse(now), ...(type && { type }) };
      expect(firstDifference(expected, evaluate(program, flag, context, options))).toBeUndefined();
    }
  });
});

describe("without a checker, sound documents answer the same", () => {
  test.each(caseFiles)("$name", ({ snapshot, cases }) => {
    const { quarantined } = compileWhole(snapshot, { matcher });
    const isSound = (kind: string, key: string): boolean =>
      !quarantined.some((one) => one.kind === kind && one.key === key);
    const flags = snapshot.flags.filter(({ key }) => isSound("flag", key));
    const segments = snapshot.segments.filter(({ key }) => isSound("segment", key));
    const program = compile({ ...snapshot, flags, segments }, { matcher, moreOperators });
    for (const { flag, context, now, type, expect: expected } of cases) {
      const options = { now: Date.parse(now), ...(type && { type }) };
      const difference = firstDifference(expected, evaluate(program, flag, context, options));
      if (isSound("flag", flag)) expect(difference).toBeUndefined();
    }
  });
});

test("without a checker, values that do not suit their operator are an error and not a matter of age", () => {
  for (const [op, values] of [
    ["semverGt", ["one"]],
    ["matches", ["("]],
    ["contains", [1]],
    ["lt", ["1"]],
    ["between", [1, 2, 3]],
    ["between", [1]],
    ["sizeEq", ["1"]],
  ] as const) {
    const program = compile(of(1, flag("a", asking(op, values as never))), { matcher, moreOperators });
    expect(program.quarantined).toMatchObject([{ key: "a", reason: "PARSE_ERROR" }]);
  }
});

test("case is ignored in texts alone: the order of versions knows it", () => {
  const asked = asking("semverEq", ["1.0.0-RC"], true);
  const program = compile(of(1, flag("a", asked), flag("b", asking("in", ["RC"], true))), { moreOperators });
  const serves = (key: string, x: string) => evaluate(program, key, { x }, { now: 0 }).variant;
  expect(["1.0.0-RC", "1.0.0-rc"].map((x) => serves("a", x))).toEqual(["off", "on"]);
  expect(["RC", "rc", "r"].map((x) => serves("b", x))).toEqual(["off", "off", "on"]);
});

test("a clause without values holds for nobody, but for one that asks whether there is anything", () => {
  const ops = ["in", "contains", "lt", "gte", "exists", "sizeEq", "before", "semverGt", "inCidr", "matches"];
  for (const tools of [{}, { checker }])
    for (const attribute of ["x", "$now"])
      for (const op of ops) {
        const rules = [{ id: "r", when: { attribute, op }, serve: { variant: "off" } }];
        const program = compile(of(1, flag("a", { rules })), { matcher, moreOperators, ...tools });
        expect(program.quarantined).toEqual([]);
        const { variant } = evaluate(program, "a", { x: "p" }, { now: 0 });
        expect(variant).toBe(op === "exists" ? "off" : "on");
      }
});

test("the core knows the time without more operators", () => {
  const rules = [{ id: "r", when: { attribute: "$now", op: "gt", values: [5] }, serve: { variant: "off" } }];
  const program = compile(of(1, flag("a", { rules })));
  const answers = [5, 6].map((now) => evaluate(program, "a", {}, { now }));
  expect(answers.map(({ variant, validUntil }) => [variant, validUntil])).toEqual([
    ["on", 6],
    ["off", undefined],
  ]);
});

test("a clause may have more values than a function can be handed", () => {
  const values = Array.from({ length: 200_000 }, (_, i) => i) as never[];
  for (const tools of [{}, { checker }]) {
    const program = compile(of(1, flag("a", asking("lt", values))), tools);
    const serves = (x: number) => evaluate(program, "a", { x }, { now: 0 }).variant;
    expect([199_998, 199_999].map(serves)).toEqual(["off", "on"]);
  }
});

test("a document that needs an operator which was not handed over is left out alone, and its last good version stays", () => {
  const needy: readonly [string, readonly string[], boolean?][] = [
    ["semverGt", ["1.0.0"]],
    ["before", ["2026-01-01T00:00:00Z"]],
    ["inCidr", ["10.0.0.0/8"]],
    ["in", ["a"], true],
    ["matches", ["a"]],
    ["tomorrows", ["a"]],
  ];
  for (const tools of [{}, { checker }])
    for (const asked of needy) {
      const first = compile(of(1, flag("a"), flag("b")), tools);
      const second = of(2, flag("a", { revision: 2, ...asking(...asked) }), flag("b"));
      expect(evaluate(compile(second, tools), "a", { x: "b" }, { now: 0 })).toMatchObject({
        errorCode: "PARSE_ERROR",
        detail: "engine_too_old",
      });
      const program = compile(second, { ...tools, previous: first });
      expect(program.quarantined).toMatchObject([{ key: "a", reason: "engine_too_old", kept: 1 }]);
      expect(evaluate(program, "a", { x: "b" }, { now: 0 })).toMatchObject({
        variant: "on",
        flagRevision: 1,
      });
      expect(evaluate(program, "b", {}, { now: 0 }).variant).toBe("on");
    }
});

test("without a checker, a cycle and a chain beyond measure are errors of their flags", () => {
  const needs = (key: string, other: string) =>
    flag(key, { prerequisites: [{ flag: other, variants: ["on"] }] });
  const chain = Array.from({ length: 20_000 }, (_, i) => needs(`chain-${i + 1}`, `chain-${i}`));
  const program = compile(of(1, needs("a", "b"), needs("b", "a"), flag("c"), flag("chain-0"), ...chain));
  expect(evaluate(program, "a", {}, { now: 0 }).errorCode).toBe("GENERAL");
  expect(evaluate(program, "c", {}, { now: 0 }).variant).toBe("on");
  expect(evaluate(program, "chain-20000", {}, { now: 0 }).errorCode).toBe("GENERAL");
  expect(evaluate(program, "chain-100", {}, { now: 0 }).variant).toBe("on");
});

test("without a checker, arbitrary JSON neither throws nor hangs", () => {
  const anything = fc.jsonValue({ maxDepth: 6 }) as fc.Arbitrary<unknown>;
  const edited = fc.tuple(snapshot, fc.nat(), anything).map(([given, where, value]) => {
    const copy = JSON.parse(JSON.stringify(given)) as { flags: Record<string, unknown>[] };
    const document = copy.flags[where % Math.max(1, copy.flags.length)];
    if (document) document[Object.keys(document)[where % Object.keys(document).length]!] = value;
    return copy;
  });
  fc.assert(
    fc.property(fc.oneof(edited, anything), context, (given, who) => {
      const program = compile(given as Snapshot, { matcher, moreOperators, hasher });
      for (const key of [...program.flags.keys(), "a"]) evaluate(program, key, who, { now: NOW });
      evaluateAll(program, who, { now: NOW, clientOnly: true });
      expect(program.quarantined.length).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

test("what a sound program answers does not depend on who checked it", () => {
  fc.assert(
    fc.property(snapshot, context, (given, who) => {
      const whole = compileWhole(given, { matcher, hasher });
      const core = compile(given, { matcher, hasher, moreOperators });
      if (whole.quarantined.length > 0) return;
      for (const key of whole.flags.keys())
        expect(evaluate(core, key, who, { now: NOW })).toEqual(evaluate(whole, key, who, { now: NOW }));
    }),
    { numRuns: 200 },
  );
});
