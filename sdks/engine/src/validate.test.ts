import { describe, expect, test } from "vitest";
import { caseFiles } from "@guidon/conformance";
import { makeSnapshot } from "./documents.ts";
import { compile, type FlagDocument, type SegmentDocument, type Snapshot } from "./index.ts";
import { matcher } from "./matcher.ts";
import { MESSAGES } from "./messages.ts";
import { hasher, eppo } from "./profiles.ts";
import { dependents, references, validate } from "./validate.ts";

const flag = (key: string, more: Partial<FlagDocument> = {}): FlagDocument => ({
  ...{
    key,
    revision: 1,
    engine: 1,
    type: "boolean",
    on: true,
    offVariant: "off",
    client: true,
    metadata: {},
  },
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  ...{ prerequisites: [], targets: [], rules: [], fallthrough: { variant: "off" } },
  ...more,
});
const segment = (key: string, when: SegmentDocument["rules"][0]["when"]): SegmentDocument => ({
  ...{ key, revision: 1, engine: 1, by: "targetingKey", rules: [{ when }] },
  lists: { included: { keys: [] }, excluded: { keys: [] } },
});
const snapshotOf = (
  flags: FlagDocument[],
  segments: SegmentDocument[] = [],
  archived: string[] = [],
): Snapshot =>
  makeSnapshot({ environment: "shop/test", revision: 1, publishedAt: "", flags, segments, archived });
const found = (input: Snapshot | FlagDocument): string[] =>
  validate(input).map(({ pointer, code }) => `${pointer} ${code}`);

test("a good document and a good snapshot have no problems", () => {
  expect(validate(flag("a"))).toEqual([]);
  expect(
    validate(snapshotOf([flag("a"), flag("b", { prerequisites: [{ flag: "a", variants: ["on"] }] })])),
  ).toEqual([]);
});

test("what the engine leaves out is what validation refuses, with a pointer and a sentence", () => {
  for (const { snapshot } of caseFiles) {
    const problems = validate(snapshot, { matcher });
    for (const { kind, key } of compile(snapshot, { matcher }).quarantined) {
      const at = (kind === "flag" ? snapshot.flags : snapshot.segments).findIndex(
        (document) => document.key === key,
      );
      expect(problems.some(({ pointer }) => pointer.startsWith(`/${kind}s/${at}`))).toBe(true);
    }
    for (const { code, message, pointer } of problems) {
      expect(MESSAGES[code]).toBeDefined();
      expect(message).toMatch(/\.$/);
      expect(pointer === "" || pointer.startsWith("/")).toBe(true);
    }
  }
});

test("all problems of a document at once, where they are", () => {
  const odd = {
    ...flag("_a", { engine: 0, revision: 0.5, on: 1 as never, offVariant: "grey", rules: [{ id: "", when: {} as never, serve: {} as never }] }),
    targets: [{ by: "$now", keys: [1], variant: "on" }],
    prerequisites: [{ flag: "", variants: "on", acceptOff: "yes" }],
    fallthrough: { split: { by: "x", seed: -1, slices: [["on", 0, 60_000], ["off", 50_000, 100_001]], gates: [{ kind: "door", by: [], seed: 0.5, ranges: [[5, 1]] }], otherwise: "grey", experiment: { key: "", phase: "one" } } },
  } as unknown as FlagDocument; // prettier-ignore
  expect(found(odd).sort()).toEqual(
    [
      ...[
        "/key not_a_key",
        "/engine not_an_engine_level",
        "/revision not_an_integer",
        "/on not_a_boolean",
        "/offVariant unknown_variant",
      ],
      ...[
        "/prerequisites/0/variants not_an_array",
        "/prerequisites/0/acceptOff not_a_boolean",
        "/prerequisites/0/flag not_a_text",
      ],
      ...["/targets/0/by reserved_attribute", "/targets/0/keys not_texts"],
      ...["/rules/0/id not_a_text", "/rules/0/when not_a_condition", "/rules/0/serve/split not_an_object"],
      ...[
        "/rules/0/serve/split/by not_an_array",
        "/rules/0/serve/split/seed not_a_seed",
        "/rules/0/serve/split/slices not_an_array",
      ],
      ...[
        "/fallthrough/split/by not_an_array",
        "/fallthrough/split/seed not_a_seed",
        "/fallthrough/split/slices/1 not_a_range",
      ],
      ...["/fallthrough/split/gates/0/kind not_a_gate_kind", "/fallthrough/split/gates/0/seed not_a_seed"],
      ...["/fallthrough/split/gates/0/ranges/0 not_a_range", "/fallthrough/split/otherwise unknown_variant"],
      ...[
        "/fallthrough/split/experiment/key not_a_text",
        "/fallthrough/split/experiment/phase not_an_integer",
      ],
    ].sort(),
  );
});

describe("the graph", () => {
  test("references that lead nowhere", () => {
    const a = flag("a", {
      prerequisites: [{ flag: "b", variants: ["grey"] }, { flag: "gone", variants: ["on"] }, { flag: "nowhere", variants: ["on"] }],
      rules: [{ id: "r", when: { segment: "nowhere" }, serve: { variant: "on" } }],
    }); // prettier-ignore
    expect(found(snapshotOf([a, flag("b")], [], ["gone"]))).toEqual([
      "/flags/0/prerequisites/0/flag missing_variant",
      "/flags/0/prerequisites/1/flag archived_flag",
      "/flags/0/prerequisites/2/flag missing_flag",
      "/flags/0/rules/0/when/segment missing_segment",
    ]);
  });

  test("cycles, with the way round", () => {
    const a = flag("a", { prerequisites: [{ flag: "b", variants: ["on"] }] });
    const b = flag("b", { rules: [{ id: "r", when: { not: { segment: "s" } }, serve: { variant: "on" } }] });
    const s = segment("s", { flag: "a", variants: ["on"] });
    const problems = validate(
      snapshotOf([a, b, flag("c", { prerequisites: [{ flag: "a", variants: ["on"] }] })], [s]),
    );
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      "/flags/0 cycle",
      "/flags/1 cycle",
      "/segments/0 cycle",
    ]);
    expect(problems.find(({ pointer }) => pointer === "/flags/0")?.message).toMatch(
      "flag a needs flag b, which needs segment s, which needs flag a.",
    );
  });

  test("who depends on whom", () => {
    const a = flag("a", { prerequisites: [{ flag: "b", variants: ["on"] }] });
    const s = segment("s", { any: [{ flag: "b", variants: ["on"] }, { segment: "t" }] });
    const snapshot = snapshotOf([a, flag("b")], [s, segment("t", { all: [] })]);
    expect(dependents(snapshot, { kind: "flag", key: "b" })).toEqual([
      { kind: "flag", key: "a" },
      { kind: "segment", key: "s" },
    ]);
    expect(dependents(snapshot, { kind: "segment", key: "t" })).toEqual([{ kind: "segment", key: "s" }]);
    expect(dependents(snapshot, { kind: "flag", key: "a" })).toEqual([]);
    expect(references("segment", s).map(({ kind, key, pointer }) => `${kind} ${key} ${pointer}`)).toEqual([
      "flag b /rules/0/when/any/0/flag",
      "segment t /rules/0/when/any/1/segment",
    ]);
  });
});

test("rule ids are told apart, and profiles and patterns are checked with what compile gets", () => {
  const rule = {
    id: "r",
    when: { attribute: "x", op: "matches" as const, values: ["("] },
    serve: { split: { by: ["k"], seed: 0, hash: { ...eppo("s", 10), bits: 999 }, slices: [] } },
  };
  const odd = flag("a", { rules: [rule, rule] });
  expect(validate(odd, { matcher, hasher }).map(({ code }) => code)).toEqual([
    "invalid_values",
    "unknown_hash_profile",
    "invalid_values",
    "unknown_hash_profile",
    "duplicate_rule_id",
  ]);
  expect(validate(odd).map(({ code }) => code)).toContain("missing_matcher");
});

test("problems of conditions, where they are", () => {
  const at = (when: unknown): string[] =>
    validate(flag("a", { rules: [{ id: "r", when: when as never, serve: { variant: "on" } }] })).map(
      ({ pointer, code }) => `${pointer.replace("/rules/0/when", "")} ${code}`,
    );
  const is = (op: string, values: unknown, more: object = {}) => ({ attribute: "x", op, values, ...more });
  expect(at({ all: 1 })).toEqual(["/all not_an_array"]);
  expect(at({ any: [{ not: { known: {} } }] })).toEqual(["/any/0/not/known not_a_condition"]);
  expect(at({ all: [], any: [] })).toEqual([" not_a_condition"]);
  expect(at([])).toEqual([" not_a_condition"]);
  expect(at({ segment: 1 })).toEqual(["/segment not_a_text"]);
  expect(at({ flag: "", variants: 1 })).toEqual(["/variants not_an_array", "/flag not_a_text"]);
  expect(at({ sample: 1 })).toEqual([
    "/sample not_an_object",
    "/sample/by not_an_array",
    "/sample/seed not_a_seed",
    "/sample/ranges not_an_array",
  ]);
  expect(at({ sample: { by: [1], seed: 1.5, ranges: [[0]] } })).toEqual([
    "/sample/by not_texts",
    "/sample/seed not_a_seed",
    "/sample/ranges/0 not_a_range",
  ]);
  expect(at({ some: "", where: { any: [1] } })).toEqual(["/some not_a_text", "/where/any/0 not_a_condition"]);
  expect(at(is("in", ["a"], { attribute: 1 }))).toEqual(["/attribute not_a_text"]);
  expect(at(is("in", ["a"], { ignoreCase: "yes", quantifier: "most" }))).toEqual([
    "/ignoreCase not_a_boolean",
    "/quantifier not_a_quantifier",
  ]);
  expect(at(is("in", ["a"], { ignoreCase: true, quantifier: "any" }))).toEqual([]);
  expect(at(is("in", ["a"], { quantifier: "all" }))).toEqual([]);
  expect(at(is("in", ["a", null]))).toEqual(["/values not_scalars"]);
  expect(at(is("in", "a"))).toEqual(["/values not_an_array"]);
  expect(at(is("exists", undefined))).toEqual([]);
  expect(at(is("exists", []))).toEqual([]);
  expect(at(is("exists", [true]))).toEqual(["/values takes_no_values"]);
  expect(at(is("sizeEq", [1, "2"]))).toEqual(["/values invalid_values"]);
  expect(at(is("between", [1]))).toEqual(["/values invalid_values"]);
  expect(at(is("semverEq", ["x"]))).toEqual(["/values invalid_values"]);
  expect(at(is("toString", ["x"]))).toEqual(["/op unknown_operator"]);
  expect(at(is(7 as never, ["x"]))).toEqual(["/op unknown_operator"]);
});

test("nesting goes 200 levels deep and no deeper, elements included", () => {
  const nested = (levels: number, wrap: (inner: object) => object): unknown => {
    let when: object = { all: [] };
    for (let i = 1; i < levels; i++) when = wrap(when);
    return when;
  };
  const deep = (levels: number, wrap: (inner: object) => object): string[] =>
    validate(
      flag("a", { rules: [{ id: "r", when: nested(levels, wrap) as never, serve: { variant: "on" } }] }),
    ).map(({ code }) => code);
  for (const wrap of [
    (inner: object) => ({ not: inner }),
    (inner: object) => ({ all: [inner] }),
    (inner: object) => ({ some: "x", where: inner }),
  ]) {
    expect(deep(200, wrap)).toEqual([]);
    expect(deep(201, wrap)).toEqual(["nested_too_deep"]);
  }
  const inner = flag("inner", {
    rules: [{ id: "r", when: nested(150, (part) => ({ not: part })) as never, serve: { variant: "on" } }],
  });
  const outer = (levels: number) =>
    flag("outer", {
      rules: [
        {
          id: "r",
          when: nested(levels, (part) => ({ any: [part, { flag: "inner", variants: ["on"] }] })) as never,
          serve: { variant: "on" },
        },
      ],
    });
  expect(validate(snapshotOf([inner, outer(50)]))).toEqual([]);
  expect(validate(snapshotOf([inner, outer(51)])).map(({ code }) => code)).toEqual(["nested_too_deep"]);
});
