import fc from "fast-check";
import { makeSnapshot } from "./documents.ts";
import type { Condition, EvaluationContext, FlagDocument, SegmentDocument, Snapshot } from "./index.ts";

/** Snapshots and contexts for property tests: small enough to collide, odd enough to reach every corner. */

export const NOW = 1_780_272_000_000;

const keys = ["a", "b", "c", "d"] as const;
const attribute = fc.constantFrom("x", "y", "z.w", "targetingKey", "list", "$now", "$other", "__proto__");
export const scalar: fc.Arbitrary<string | number | boolean> = fc.oneof(
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

export const snapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    revision: fc.integer({ min: 1, max: 9 }),
    flags: fc.tuple(...keys.map(flagOf)).chain((flags) => fc.subarray(flags, { minLength: 1 })),
    segments: fc.tuple(...keys.map(segmentOf)).chain((segments) => fc.subarray(segments)),
    archived: fc.constantFrom([], ["gone"]),
  })
  .map((parts) => makeSnapshot({ environment: "shop/test", publishedAt: "2026-06-01T00:00:00Z", ...parts }));

export const context: fc.Arbitrary<EvaluationContext> = fc.record(
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
