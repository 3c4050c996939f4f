import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChange, makeChange, makeSnapshot, verify } from "./documents.ts";
import {
  bucket,
  compile,
  evaluate,
  evaluateAll,
  explain,
  nextBoundary,
  type Condition,
  type EvaluationContext,
  type FlagDocument,
  type Program,
  type SegmentDocument,
  type Snapshot,
} from "./index.ts";
import { matcher } from "./matcher.ts";
import { hasher } from "./profiles.ts";
import { validate } from "./validate.ts";

const NOW = 1_780_272_000_000;
const RUNS = { numRuns: 300 };

const keys = ["a", "b", "c", "d"] as const;
const attribute = fc.constantFrom("x", "y", "z.w", "targetingKey", "list", "$now", "$other", "__proto__");
const scalar = fc.oneof(
  fc.constantFrom("p", "q", "P", "1.2.3", "10.0.0.1", "2026-06-01T00:00:00Z"),
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
);

const clause: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ attribute, op: fc.constant("in" as const), values: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({
    attribute,
    op: fc.constantFrom("lt", "gte", "gt"),
    values: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 2 }),
  }),
  fc.record({
    attribute,
    op: fc.constantFrom("before", "after"),
    values: fc.tuple(fc.integer({ min: NOW - 5, max: NOW + 5 })),
  }),
  fc.record({
    attribute,
    op: fc.constantFrom("contains", "startsWith", "endsWith", "matches"),
    values: fc.tuple(fc.constantFrom("p", "1", "")),
    ignoreCase: fc.boolean(),
  }),
  fc.record({
    attribute,
    op: fc.constantFrom("semverGte", "semverLt"),
    values: fc.tuple(fc.constantFrom("1.2.3", "2")),
    quantifier: fc.constantFrom("any", "all"),
  }),
  fc.record({
    attribute,
    op: fc.constant("inCidr" as const),
    values: fc.tuple(fc.constantFrom("10.0.0.0/8", "::1")),
  }),
  fc.record({ attribute, op: fc.constant("exists" as const), values: fc.constant([]) }),
  fc.record({
    attribute,
    op: fc.constantFrom("sizeEq", "sizeGt"),
    values: fc.tuple(fc.integer({ min: 0, max: 2 })),
  }),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    clause,
    fc.record({ segment: fc.constantFrom(...keys) }),
    fc.record({ flag: fc.constantFrom(...keys), variants: fc.subarray(["on", "off"]) }),
    fc.record({
      sample: fc.record({
        by: fc.constant(["targetingKey"]),
        seed: fc.nat(9),
        ranges: fc.constantFrom([], [[0, 50_000]] as const, [[0, 100_000]] as const),
      }),
    }),
    fc.record({ all: fc.array(tie("condition"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 3 }) }),
    fc.record({ not: tie("condition") }),
    fc.record({ known: tie("condition") }),
    fc.record({ some: fc.constantFrom("list", "x"), where: tie("condition") }),
  ),
}));

const gate = fc.record({
  kind: fc.constantFrom("traffic", "layer", "holdout"),
  by: fc.constant(["targetingKey"]),
  seed: fc.nat(9),
  ranges: fc.constantFrom([[0, 30_000]] as const, [[0, 100_000]] as const),
});
const serve = fc.oneof(
  fc.record({ variant: fc.constantFrom("on", "off") }),
  fc.record({
    split: fc.record(
      {
        ...{ by: fc.constantFrom(["targetingKey"], ["x", "targetingKey"], []), seed: fc.nat(9) },
        slices: fc.constantFrom(
          [["on", 0, 100_000]] as const,
          [
            ["off", 0, 30_000],
            ["on", 60_000, 90_000],
          ] as const,
          [],
        ),
        ...{
          gates: fc.array(gate, { maxLength: 2 }),
          otherwise: fc.constantFrom("on", "off"),
          experiment: fc.constant({ key: "e", phase: 1 }),
        },
      },
      { requiredKeys: ["by", "seed", "slices"] },
    ),
  }),
);

const flagOf = (key: string): fc.Arbitrary<FlagDocument> =>
  fc.record(
    {
      ...{
        key: fc.constant(key),
        revision: fc.nat(3),
        engine: fc.constantFrom(1, 1, 1, 1, 2),
        type: fc.constant("boolean" as const),
      },
      variants: fc.constant([
        { key: "on", value: true },
        { key: "off", value: false },
      ]),
      ...{
        kill: fc.constant({ variant: "off" }),
        on: fc.constantFrom(true, true, true, false),
        offVariant: fc.constantFrom("off", null),
      },
      prerequisites: fc.array(
        fc.record({
          flag: fc.constantFrom(...keys, "nowhere"),
          variants: fc.subarray(["on", "off"]),
          acceptOff: fc.boolean(),
        }),
        { maxLength: 1 },
      ),
      targets: fc.array(
        fc.record({
          by: fc.constantFrom("targetingKey", "x"),
          keys: fc.subarray(["p", "q", "1"]),
          variant: fc.constantFrom("on", "off"),
        }),
        { maxLength: 2 },
      ),
      rules: fc.array(fc.record({ id: fc.constantFrom("r1", "r2"), when: condition, serve }), {
        maxLength: 3,
      }),
      ...{ fallthrough: serve, client: fc.boolean(), metadata: fc.constant({}) },
    },
    {
      requiredKeys: [
        "key",
        "revision",
        "engine",
        "type",
        "variants",
        "on",
        "offVariant",
        "prerequisites",
        "targets",
        "rules",
        "fallthrough",
        "client",
        "metadata",
      ],
    },
  ) as fc.Arbitrary<FlagDocument>;

const list = fc.record({ keys: fc.subarray(["p", "q", "1"]) });
const segmentOf = (key: string): fc.Arbitrary<SegmentDocument> =>
  fc.record({
    ...{
      key: fc.constant(key),
      revision: fc.nat(3),
      engine: fc.constant(1),
      by: fc.constantFrom("targetingKey", "x"),
    },
    ...{
      rules: fc.array(fc.record({ when: condition }), { maxLength: 2 }),
      lists: fc.record({ included: list, excluded: list }),
    },
  });

const snapshot = fc
  .record({
    revision: fc.integer({ min: 1, max: 9 }),
    flags: fc.tuple(...keys.map(flagOf)).chain((flags) => fc.subarray(flags, { minLength: 1 })),
    segments: fc.tuple(...keys.map(segmentOf)).chain((segments) => fc.subarray(segments)),
    archived: fc.constantFrom([], ["gone"]),
  })
  .map((parts) => makeSnapshot({ environment: "shop/test", publishedAt: "2026-06-01T00:00:00Z", ...parts }));

const context = fc.record(
  {
    targetingKey: fc.oneof(scalar, fc.constant(null)),
    x: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(null)),
    y: scalar,
    z: fc.oneof(scalar, fc.record({ w: scalar })),
    list: fc.array(fc.oneof(scalar, fc.record({ x: scalar, y: scalar }, { requiredKeys: [] })), {
      maxLength: 3,
    }),
  },
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<EvaluationContext>;

const tools = { matcher, hasher };
const answers = (program: Program, given: EvaluationContext, now = NOW) =>
  Object.fromEntries(evaluateAll(program, given, { now }));

test("explaining is evaluating, and evaluating all is evaluating each", () => {
  fc.assert(
    fc.property(snapshot, context, (given, who) => {
      const program = compile(given, tools);
      const all = answers(program, who);
      expect(Object.keys(all)).toEqual(given.flags.map(({ key }) => key));
      for (const { key } of given.flags) {
        expect(explain(program, key, who, { now: NOW }).evaluation).toEqual(all[key]);
        expect(evaluate(program, key, who, { now: NOW })).toEqual(all[key]);
      }
    }),
    RUNS,
  );
});

test("an answer holds until validUntil, and no answer changes before the next boundary", () => {
  fc.assert(
    fc.property(snapshot, context, (given, who) => {
      const program = compile(given, tools);
      const boundary = nextBoundary(program, NOW) ?? Infinity;
      for (let now = NOW; now < NOW + 8; now++)
        for (const { key } of given.flags) {
          const { validUntil: first, ...before } = evaluate(program, key, who, { now: NOW });
          const { validUntil: _, ...after } = evaluate(program, key, who, { now });
          if (now < (first ?? Infinity) || now < boundary) expect(after).toEqual(before);
        }
    }),
    RUNS,
  );
});

test("applying changes one by one is compiling the whole", () => {
  fc.assert(
    fc.property(fc.array(snapshot, { minLength: 2, maxLength: 4 }), context, (versions, who) => {
      const published = versions.map((version, i) =>
        makeSnapshot({
          ...version,
          revision: i + 1,
          flags: version.flags.map((flag) => ({ ...flag, revision: i * 10 + flag.revision })),
          segments: version.segments.map((segment) => ({ ...segment, revision: i * 10 + segment.revision })),
        }),
      );
      let held: Snapshot = published[0]!;
      let program = compile(held, tools);
      for (const next of published.slice(1)) {
        const applied = applyChange(
          held,
          JSON.parse(JSON.stringify(makeChange(held, next))) as ReturnType<typeof makeChange>,
        );
        expect(applied).toEqual({ ok: true, snapshot: next });
        held = next;
        program = compile(held, { ...tools, previous: program });
      }
      const whole = compile(held, tools);
      // Where a document is left out, its last good version may go on serving: that is history, not the snapshot.
      if (whole.quarantined.length === 0 && program.quarantined.length === 0)
        expect(answers(program, who)).toEqual(answers(whole, who));
    }),
    { numRuns: 150 },
  );
});

test("a change that does not fit is refused", () => {
  fc.assert(
    fc.property(snapshot, snapshot, fc.nat(3), (a, b, which) => {
      const from = makeSnapshot({ ...a, revision: 1 });
      const to = makeSnapshot({ ...b, revision: 2 });
      const change = makeChange(from, to);
      const spoilt = [
        { ...change, from: 7 },
        { ...change, checksum: `sha256:${"0".repeat(64)}` },
        { ...change, counts: { ...change.counts, flags: change.counts.flags + 1 } },
        { ...change, archived: { add: ["lost"], remove: [] } },
      ][which]!;
      expect(applyChange(from, spoilt).ok).toBe(false);
      expect(applyChange(from, change).ok).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("a bad, too new or cyclic document changes no other answer", () => {
  const bad: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
    { key: "bad", engine: 2 },
    { key: "bad", engine: 1 },
    { key: "bad", engine: 1, prerequisites: [{ flag: "bad", variants: ["on"] }] },
    null,
    7,
    { key: "__proto__" },
    [],
  );
  fc.assert(
    fc.property(snapshot, bad, context, fc.nat(4), (given, odd, who, at) => {
      const flags = [...given.flags];
      flags.splice(at, 0, odd as FlagDocument);
      const before = answers(compile(given, tools), who);
      const after = answers(compile({ ...given, flags }, tools), who);
      for (const { key } of given.flags) expect(after[key]).toEqual(before[key]);
    }),
    RUNS,
  );
});

test("reordering rules that cannot both hold changes nothing but their indexes", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom("p", "q", "r", "s"), { minLength: 2 }),
      scalar,
      fc.nat(),
      (values, x, turn) => {
        const rules = values.map((value) => ({
          id: value,
          when: { attribute: "x", op: "in" as const, values: [value] },
          serve: { variant: "on" },
        }));
        const turned = [...rules.slice(turn % rules.length), ...rules.slice(0, turn % rules.length)];
        const ask = (given: typeof rules) => {
          const flag = {
            key: "a",
            revision: 1,
            engine: 1,
            type: "boolean" as const,
            variants: [
              { key: "on", value: true },
              { key: "off", value: false },
            ],
            on: true,
            offVariant: null,
            prerequisites: [],
            targets: [],
            rules: given,
            fallthrough: { variant: "off" },
            client: true,
            metadata: {},
          };
          const made = makeSnapshot({
            environment: "shop/test",
            revision: 1,
            publishedAt: "",
            flags: [flag],
            segments: [],
            archived: [],
          });
          const { ruleIndex: _, ...rest } = evaluate(compile(made), "a", { x }, { now: NOW });
          return rest;
        };
        expect(ask(turned)).toEqual(ask(rules));
      },
    ),
    RUNS,
  );
});

describe("totality", () => {
  const anything = fc.jsonValue({ maxDepth: 6 }) as fc.Arbitrary<unknown>;

  test("arbitrary JSON as context", () => {
    fc.assert(
      fc.property(snapshot, anything, anything, (given, x, root) => {
        const program = compile(given, tools);
        for (const who of [{ targetingKey: x, x, list: x, y: [x], z: x }, root])
          for (const { key } of given.flags) explain(program, key, who as EvaluationContext, { now: NOW });
      }),
      RUNS,
    );
  });

  test("arbitrary JSON as snapshot", () => {
    const scrambled = fc
      .tuple(snapshot, fc.array(fc.tuple(fc.nat(), anything), { maxLength: 4 }))
      .map(([given, edits]) => {
        const copy = JSON.parse(JSON.stringify(given)) as Snapshot;
        for (const [where, value] of edits) scramble(copy, where, value);
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(scrambled, anything), context, (given, who) => {
        const program = compile(given as Snapshot, tools);
        for (const key of [...program.flags.keys(), "a", "nowhere"]) explain(program, key, who, { now: NOW });
        evaluateAll(program, who, { now: NOW, clientOnly: true });
        nextBoundary(program, NOW);
        verify(given);
        validate(given as Snapshot, tools);
        applyChange(given as Snapshot, given as never);
      }),
      { numRuns: 1_000 },
    );
  });

  test("contexts that throw, lie or evaluate while they are read", () => {
    const condition: Condition = {
      any: [
        { attribute: "x", op: "in", values: ["p"] },
        { attribute: "y.z", op: "exists", values: [] },
      ],
    };
    const flag = {
      key: "a",
      revision: 1,
      engine: 1,
      type: "boolean" as const,
      variants: [
        { key: "on", value: true },
        { key: "off", value: false },
      ],
      on: true,
      offVariant: null,
      prerequisites: [],
      targets: [],
      rules: [{ id: "r", when: condition, serve: { variant: "on" } }],
      fallthrough: {
        split: { by: ["targetingKey"], seed: 1, slices: [["off", 0, 100_000]] as ["off", number, number][] },
      },
      client: true,
      metadata: {},
    };
    const program = compile(
      makeSnapshot({
        environment: "shop/test",
        revision: 1,
        publishedAt: "",
        flags: [flag],
        segments: [],
        archived: [],
      }),
    );
    const throwing = new Proxy({}, { getOwnPropertyDescriptor: () => { throw new Error("no"); } }); // prettier-ignore
    expect(evaluate(program, "a", throwing, { now: NOW }).variant).toBe("off");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(evaluate(program, "a", proxy, { now: NOW }).variant).toBe("off");
    expect(evaluate(program, "a", { x: proxy }, { now: NOW })).toMatchObject({
      reason: "ERROR",
      errorCode: "GENERAL",
    });
    const nested = { get x() { return evaluate(program, "a", { x: "p" }, { now: NOW }).variant === "on" ? "q" : "p"; }, y: { z: 1 } }; // prettier-ignore
    expect(evaluate(program, "a", nested, { now: NOW })).toMatchObject({ variant: "on", ruleId: "r" });
    expect(evaluate(program, "a", { x: NaN, y: { z: Symbol("s") } }, { now: NaN })).toMatchObject({
      variant: "off",
    });
  });

  test("nesting beyond measure", () => {
    let deep: Condition = { all: [] };
    for (let i = 0; i < 100_000; i++) deep = { not: deep };
    const flag = (key: string, more: object) =>
      ({
        key,
        revision: 1,
        engine: 1,
        type: "boolean",
        variants: [
          { key: "on", value: true },
          { key: "off", value: false },
        ],
        on: true,
        offVariant: null,
        prerequisites: [],
        targets: [],
        rules: [],
        fallthrough: { variant: "off" },
        client: true,
        metadata: {},
        ...more,
      }) as FlagDocument;
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      flag(`chain-${i}`, i ? { prerequisites: [{ flag: `chain-${i - 1}`, variants: ["off"] }] } : {}),
    );
    const given = {
      flags: [flag("deep", { rules: [{ id: "r", when: deep, serve: { variant: "on" } }] }), ...chain],
    } as unknown as Snapshot;
    const program = compile(given);
    expect(evaluate(program, "deep", {}, { now: NOW })).toMatchObject({ errorCode: "PARSE_ERROR" });
    expect(evaluate(program, "chain-150", {}, { now: NOW })).toMatchObject({
      variant: "off",
      reason: "DEFAULT",
    });
    expect(evaluate(program, "chain-199", {}, { now: NOW }).errorCode).toBeUndefined();
    expect(evaluate(program, "chain-200", {}, { now: NOW })).toMatchObject({ errorCode: "PARSE_ERROR" });
    let nested: unknown = "x";
    for (let i = 0; i < 100_000; i++) nested = { a: nested };
    expect(
      evaluate(program, "chain-1", { a: nested, list: [nested] }, { now: NOW }).errorCode,
    ).toBeUndefined();
  });
});

function scramble(root: unknown, where: number, value: unknown): void {
  let node = root as Record<string, unknown>;
  for (let turn = where; ; turn = Math.floor(turn / 7)) {
    const names = Object.keys(node);
    if (names.length === 0) return;
    const name = names[turn % names.length]!;
    const child = node[name];
    if (turn < 7 || typeof child !== "object" || child === null) {
      node[name] = value;
      return;
    }
    node = child as Record<string, unknown>;
  }
}

describe("draws", () => {
  test("a ramp only adds users, and moves none between variants", () => {
    const flag = (traffic: number): FlagDocument => ({
      key: "a",
      revision: 1,
      engine: 1,
      type: "string",
      variants: ["control", "b", "c"].map((key) => ({ key, value: key })),
      on: true,
      offVariant: null,
      prerequisites: [],
      targets: [],
      rules: [],
      client: true,
      metadata: {},
      fallthrough: {
        split: {
          by: ["targetingKey"],
          seed: 1,
          slices: [
            ["control", 0, 40_000],
            ["b", 40_000, 70_000],
            ["c", 70_000, 100_000],
          ],
          gates: [{ kind: "traffic", by: ["targetingKey"], seed: 2, ranges: [[0, traffic]] }],
        },
      },
    });
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "binary" }),
        fc.nat(100_000),
        fc.nat(100_000),
        (unit, a, b) => {
          const ask = (traffic: number) =>
            evaluate(
              compile(
                makeSnapshot({
                  environment: "shop/test",
                  revision: 1,
                  publishedAt: "",
                  flags: [flag(traffic)],
                  segments: [],
                  archived: [],
                }),
              ),
              "a",
              { targetingKey: unit },
              { now: NOW },
            ).variant;
          const [less, more] = [ask(Math.min(a, b)), ask(Math.max(a, b))];
          if (less !== null) expect(more).toBe(less);
        },
      ),
      RUNS,
    );
  });

  const UNITS = 100_000;
  const seeds = [
    ...Array.from({ length: 32 }, (_, i) => i),
    ...Array.from({ length: 32 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0),
  ];
  const columns = seeds.map((seed) =>
    Uint8Array.from({ length: UNITS }, (_, i) => Math.floor(bucket(`user-${i}`, seed) / 10_000)),
  );

  /** The χ² statistic's normal score (Wilson and Hilferty), to compare with a bound of Bonferroni at one in a million. */
  const score = (chi: number, freedom: number): number =>
    (Math.cbrt(chi / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));

  test("buckets are uniform under every seed", () => {
    for (const column of columns) {
      const counts = new Float64Array(10);
      for (const tenth of column) counts[tenth]!++;
      const chi = counts.reduce((sum, count) => sum + (count - UNITS / 10) ** 2 / (UNITS / 10), 0);
      expect(score(chi, 9)).toBeLessThan(5.5);
    }
  });

  test("draws with different seeds are independent, adjacent seeds too", () => {
    for (let a = 0; a < columns.length; a++)
      for (let b = a + 1; b < columns.length; b++) {
        const counts = new Float64Array(100);
        const [left, right] = [columns[a]!, columns[b]!];
        for (let i = 0; i < UNITS; i++) counts[left[i]! * 10 + right[i]!]!++;
        let chi = 0;
        for (const count of counts) chi += (count - UNITS / 100) ** 2 / (UNITS / 100);
        expect(score(chi, 99)).toBeLessThan(6.2);
      }
  });
});
