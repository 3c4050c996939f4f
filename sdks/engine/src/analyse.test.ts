import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, type Finding } from "./analyse.ts";
import {
  compile,
  evaluate,
  type Clause,
  type Condition,
  type EvaluationContext,
  type FlagDocument,
  type SegmentDocument,
  type Serve,
} from "./index.ts";
import { makeSnapshot } from "./documents.ts";

const variants = ["a", "b", "c", "d", "e"].map((key) => ({ key, value: key }));
const flagOf = (
  rules: readonly (readonly [when: Condition, serve?: Serve])[],
  more: Partial<FlagDocument> = {},
): FlagDocument => ({
  ...{
    key: "flag",
    revision: 1,
    engine: 1,
    type: "string",
    variants,
    on: true,
    offVariant: null,
    prerequisites: [],
    targets: [],
  },
  rules: rules.map(([when, serve], i) => ({
    id: `r${i}`,
    when,
    serve: serve ?? { variant: variants[i % 4]!.key },
  })),
  ...{ fallthrough: { variant: "e" }, client: true, metadata: {}, ...more },
});

const is = (attribute: string, op: Clause["op"], ...values: (string | number | boolean)[]): Clause => ({
  attribute,
  op,
  values,
});
const about = (findings: readonly Finding[], rule: string | null): string[] =>
  findings
    .filter((finding) => finding.rule === rule && finding.kind !== "overlap")
    .map(({ kind, by = [] }) => [kind, ...by].join(" "));
const kinds = (...rules: Condition[]): string[] =>
  rules.map((_, i) => about(analyse(flagOf(rules.map((when) => [when]))), `r${i}`).join());

const segment = (
  key: string,
  included: string[],
  rules: Condition[] = [],
  excluded: string[] = [],
): SegmentDocument => ({
  ...{ key, revision: 1, engine: 1, by: "targetingKey", rules: rules.map((when) => ({ when })) },
  lists: { included: { keys: included }, excluded: { keys: excluded } },
});

describe("finds what is planted", () => {
  test.each<[string, Condition[], string[]]>([
    ["the same rule twice", [is("x", "in", "p"), is("x", "in", "p")], ["reachable", "shadowed r0"]],
    [
      "a part of an earlier list",
      [is("x", "in", "p", "q"), is("x", "in", "q")],
      ["reachable", "shadowed r0"],
    ],
    ["a greater list", [is("x", "in", "q"), is("x", "in", "p", "q")], ["reachable", "reachable"]],
    ["numbers inside", [is("n", "gte", 10), is("n", "between", 20, 30)], ["reachable", "shadowed r0"]],
    ["numbers at the very end", [is("n", "gt", 10), is("n", "gte", 10)], ["reachable", "reachable"]],
    [
      "two that cover a third",
      [is("n", "lt", 10), is("n", "gte", 10), is("n", "gt", 0)],
      ["reachable", "reachable", "shadowed r0 r1"],
    ],
    ["a contradiction", [{ all: [is("n", "lt", 1), { not: is("n", "lte", 1) }] }], ["contradiction"]],
    ["lists may hold both", [{ all: [is("x", "in", "p"), is("x", "in", "q")] }], ["reachable"]],
    [
      "all of a list cannot",
      [{ all: [{ ...is("x", "in", "p"), quantifier: "all" }, is("x", "in", "q")] }],
      ["contradiction"],
    ],
    ["exists and is not unknown", [is("x", "exists"), is("x", "in", "p")], ["reachable", "shadowed r0"]],
    [
      "versions",
      [is("v", "semverGte", "1.2.0"), is("v", "semverGt", "1.2.0"), is("v", "semverGte", "1.2.0-0")],
      ["reachable", "shadowed r0", "reachable"],
    ],
    [
      "nothing between neighbours",
      [{ all: [is("v", "semverGt", "1.0.0-a"), is("v", "semverLt", "1.0.0-a.0")] }],
      ["reachable"],
    ],
    [
      "times",
      [is("$now", "after", "2026-01-01T00:00:00Z"), is("$now", "after", "2026-06-01T00:00:00Z")],
      ["reachable", "shadowed r0"],
    ],
    ["beginnings", [is("e", "startsWith", "ab"), is("e", "startsWith", "abc")], ["reachable", "shadowed r0"]],
    [
      "ends and beginnings",
      [is("e", "endsWith", ".org"), { all: [is("e", "startsWith", "x"), is("e", "endsWith", "a.org")] }],
      ["reachable", "shadowed r0"],
    ],
    [
      "parts",
      [is("e", "contains", "b"), is("e", "contains", "abc"), is("e", "contains", "a")],
      ["reachable", "shadowed r0", "reachable"],
    ],
    [
      "sizes",
      [is("l", "sizeGt", 2), is("l", "sizeEq", 3), is("l", "sizeLt", 3)],
      ["reachable", "shadowed r0", "reachable"],
    ],
    [
      "known and its opposite",
      [{ known: is("x", "in", "p") }, { not: { known: is("x", "in", "p") } }, { all: [] }],
      ["reachable", "reachable", "shadowed r0 r1"],
    ],
    [
      "patterns stay open",
      [is("x", "matches", "^a"), { all: [is("x", "matches", "^ab")] }],
      ["cannot_tell", "cannot_tell"],
    ],
    [
      "flags by their variants",
      [
        { flag: "f", variants: ["on", "off"] },
        { flag: "f", variants: ["on"] },
      ],
      ["reachable", "shadowed r0"],
    ],
    [
      "samples by their buckets",
      [
        { sample: { by: ["k"], seed: 1, ranges: [[0, 50_000]] } },
        { sample: { by: ["k"], seed: 1, ranges: [[10, 20]] } },
        { sample: { by: ["k"], seed: 2, ranges: [[10, 20]] } },
      ],
      ["reachable", "shadowed r0", "reachable"],
    ],
  ])("%s", (_, rules, expected) => {
    expect(kinds(...rules)).toEqual(expected);
  });

  test("splits that let some through, and a fallthrough that nobody reaches", () => {
    const whole: Serve = { split: { by: ["k"], seed: 1, slices: [["a", 0, 50_000], ["b", 50_000, 100_000]] } }; // prettier-ignore
    const half: Serve = { split: { by: ["k"], seed: 1, slices: [["a", 0, 50_000]] } };
    expect(about(analyse(flagOf([[{ all: [] }, half], [{ all: [] }]])), "r1")).toEqual(["reachable"]);
    expect(about(analyse(flagOf([[{ all: [] }, whole], [{ all: [] }]])), null)).toEqual(["shadowed r0 r1"]);
    const gated: Serve = { split: { by: ["k"], seed: 1, slices: [["a", 0, 100_000]], gates: [{ kind: "traffic", by: ["k"], seed: 2, ranges: [[0, 10]] }] } }; // prettier-ignore
    expect(about(analyse(flagOf([[is("x", "in", "p"), gated], [is("x", "in", "p")]])), "r1")).toEqual([
      "reachable",
    ]);
  });

  test("segments, targets and a context to show for it", () => {
    const segments = [segment("staff", ["u1", "u2"], [is("plan", "in", "inner")], ["u3"])];
    const flag = flagOf(
      [
        [{ segment: "staff" }],
        [is("targetingKey", "in", "u1")],
        [is("targetingKey", "in", "u3")],
        [is("plan", "in", "inner")],
      ],
      {
        targets: [{ by: "targetingKey", keys: ["u3"], variant: "e" }],
      },
    );
    const findings = analyse(flag, segments);
    expect(about(findings, "r0")).toEqual(["reachable"]);
    // A list of keys may hold u1, and a list is nobody in particular.
    expect(about(findings, "r1")).toEqual(["reachable"]);
    expect(findings.find(({ rule }) => rule === "r1")?.example?.context).toEqual({ targetingKey: ["u1"] });
    expect(about(findings, "r2")).toEqual(["reachable"]);
    expect(about(findings, "r3")).toEqual(["shadowed targets r0"]);
  });
});

test("never calls a rule unreachable that somebody reaches, and every example is a real one", () => {
  const attribute = fc.constantFrom("x", "y");
  const clause: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({
      attribute,
      op: fc.constant("in" as const),
      values: fc.array(fc.constantFrom("p", "q", 1, 2, true), { maxLength: 2 }),
    }),
    fc.record({
      attribute,
      op: fc.constantFrom("lt", "gte", "gt", "lte"),
      values: fc.tuple(fc.constantFrom(0, 1, 2)),
      quantifier: fc.constantFrom("any", "all"),
    }),
    fc.record({
      attribute,
      op: fc.constantFrom("startsWith", "endsWith", "contains"),
      values: fc.tuple(fc.constantFrom("p", "pq", "")),
    }),
    fc.record({
      attribute,
      op: fc.constantFrom("semverLt", "semverGte"),
      values: fc.tuple(fc.constantFrom("1.0.0", "1.0.0-a", "2")),
    }),
    fc.record({
      attribute,
      op: fc.constantFrom("sizeEq", "sizeGt"),
      values: fc.tuple(fc.constantFrom(0, 1)),
    }),
    fc.record({ attribute, op: fc.constant("exists" as const), values: fc.constant([]) }),
    fc.record({ segment: fc.constantFrom("s", "t") }),
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: "small" },
      clause,
      fc.record({ all: fc.array(tie("condition"), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("condition"), { maxLength: 2 }) }),
      fc.record({ not: tie("condition") }),
      fc.record({ known: tie("condition") }),
    ),
  }));
  const value = fc.oneof(
    fc.constantFrom("p", "q", "pq", "xpq", "", "1.0.0", "1.0.0-a.0", "0.9", 0, 1, 2, 1.5, true, false, null),
    fc.record({}),
  );
  const given = fc.oneof(value, fc.array(value, { maxLength: 3 }));
  const contexts = fc.array(fc.record({ x: given, y: given, targetingKey: given }, { requiredKeys: [] }), {
    minLength: 30,
    maxLength: 60,
  });
  const segments = [
    segment("s", ["p", "1"], [is("y", "in", "q")]),
    segment("t", [], [is("x", "gte", 1)], ["q"]),
  ];
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), contexts, (conditions, people) => {
      const flag = flagOf(conditions.map((when) => [when]));
      const program = compile(
        makeSnapshot({
          environment: "a/b",
          revision: 1,
          publishedAt: "",
          flags: [flag],
          segments,
          archived: [],
        }),
      );
      expect(program.quarantined).toEqual([]);
      const served = (context: object) =>
        evaluate(program, "flag", context as EvaluationContext, { now: 0 }).ruleId ?? null;
      const findings = analyse(flag, segments);
      const dead = new Set(
        findings
          .filter(({ kind }) => kind === "shadowed" || kind === "contradiction")
          .map(({ rule }) => rule),
      );
      for (const context of people) expect(dead.has(served(context))).toBe(false);
      for (const { kind, rule, by, example } of findings) {
        if (kind === "reachable") expect(served(example!.context)).toBe(rule);
        if (kind === "overlap")
          expect([...flag.rules.map(({ id }) => id)].indexOf(served(example!.context)!)).toBeLessThanOrEqual(
            flag.rules.findIndex(({ id }) => id === by![0]),
          );
      }
    }),
    { numRuns: 300 },
  );
});

test("with little effort it cannot tell more often, and never says otherwise", () => {
  const flag = flagOf([
    [{ all: [is("a", "in", "x"), is("b", "in", "x", "y")] }],
    [{ all: [is("a", "in", "x"), is("b", "in", "y")] }],
    [{ all: [is("a", "in", "x"), { not: is("a", "in", "x") }] }],
    [is("c", "gt", 1)],
  ]);
  const judged = (effort: number) =>
    ["r0", "r1", "r2", "r3"].map((rule) => about(analyse(flag, [], { effort }), rule).join());
  const all = judged(Infinity);
  expect(all).toEqual(["reachable", "shadowed r0", "contradiction", "reachable"]);
  expect(judged(0)).toEqual(all.map(() => "cannot_tell"));
  for (let effort = 1; effort < 2000; effort += 37)
    judged(effort).forEach((kind, i) => expect(["cannot_tell", all[i]]).toContain(kind));
});
