import { expect, test } from "vitest";
import { diff, diffFlag, diffSegment } from "./diff.ts";
import { makeSnapshot } from "./documents.ts";
import type { FlagDocument, SegmentDocument } from "./types.ts";

const flag: FlagDocument = {
  ...{
    key: "checkout",
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
  ...{ prerequisites: [], targets: [{ by: "targetingKey", keys: ["u1"], variant: "on" }] },
  rules: [
    {
      id: "r1",
      name: "Beta",
      when: { attribute: "beta", op: "in", values: [true] },
      serve: { variant: "on" },
    },
    { id: "r2", when: { segment: "staff" }, serve: { variant: "on" } },
    {
      id: "r3",
      when: { all: [] },
      serve: { split: { by: ["targetingKey"], seed: 1, slices: [["on", 0, 10_000]] } },
    },
  ],
  fallthrough: { variant: "off" },
};
const segment: SegmentDocument = {
  ...{ key: "staff", revision: 1, engine: 1, by: "targetingKey" },
  rules: [{ when: { attribute: "email", op: "endsWith", values: ["@acme.example"], ignoreCase: true } }],
  lists: { included: { keys: ["a"] }, excluded: { keys: [] } },
};
const texts = (changed: Partial<FlagDocument>): string[] =>
  diffFlag(flag, { ...flag, ...changed }).map(({ text }) => text);

test("nothing changed", () => {
  expect(texts({ revision: 2 })).toEqual([]);
});

test("what is served", () => {
  expect(texts({ on: false, kill: { variant: null }, offVariant: null })).toEqual([
    "Killed: serves the caller's default",
    "Turned off",
    "Serves the caller's default instead of off while off",
  ]);
  expect(texts({ fallthrough: { split: { by: ["targetingKey"], seed: 1, slices: [["on", 0, 25_000], ["off", 25_000, 100_000]], gates: [{ kind: "traffic", by: ["k"], seed: 2, ranges: [[0, 12_345]] }], otherwise: "off", experiment: { key: "e", phase: 2 } } } })).toEqual([
    "Everybody else gets on 25 %, off 75 % by targetingKey behind traffic 12.345 %, otherwise off (experiment e, phase 2) instead of off",
  ]); // prettier-ignore
  expect(texts({ variants: [{ key: "on", value: true }, { key: "grey", value: false }] })).toEqual(["Variant off removed", "Variant grey added: false"]); // prettier-ignore
});

test("whom it is served to", () => {
  expect(texts({ targets: [{ by: "targetingKey", keys: ["u2", "u3", "u4", "u5"], variant: "on" }] })).toEqual(["u2, u3, u4 and 1 more now served on", "u1 no longer served on"]); // prettier-ignore
  expect(texts({ prerequisites: [{ flag: "base", variants: ["on"], acceptOff: true }] })).toEqual([
    "Needs flag base to serve on, even while off",
  ]);
  const [r1, r2, r3] = flag.rules as [
    FlagDocument["rules"][0],
    FlagDocument["rules"][0],
    FlagDocument["rules"][0],
  ];
  expect(texts({ rules: [r2, r1, r3] })).toHaveLength(1);
  expect(texts({ rules: [r3, r1, r2] })).toEqual(["Rule 3 moved from place 3 to 1"]);
  expect(texts({ rules: [r2, r3] })).toEqual(["Rule Beta removed"]);
  expect(
    texts({
      rules: [
        { ...r1, name: "Testers", when: { not: { attribute: "plan", op: "between", values: [1, 2] } } },
        r2,
        r3,
      ],
    }),
  ).toEqual([
    "Rule Beta is called Testers",
    "Rule Testers: if not (plan is between 1 and 2) instead of if beta is true",
  ]);
  const { name: _, ...nameless } = r1;
  expect(texts({ rules: [nameless, r2, r3] })).toEqual(["Rule Beta has no name any more"]);
  expect(texts({ rules: [r1, r2] })).toEqual(["Rule 3 removed"]);
  expect(diffFlag(flag, { ...flag, rules: [r1, r2, { ...r3, serve: { variant: "on" } }] })).toMatchObject([
    {
      type: "changed",
      pointer: "/rules/2/serve",
      text: "Rule 3 serves on instead of on 10 % by targetingKey",
    },
  ]);
});

test("segments and snapshots", () => {
  const changed: SegmentDocument = {
    ...segment,
    rules: [],
    lists: { included: { keys: ["a", "b"] }, excluded: { revision: 1, count: 9, digest: "sha256:0" } },
  };
  expect(diffSegment(segment, changed).map(({ text }) => text)).toEqual([
    "Included: b",
    "Excluded: 9 keys instead of 0",
    'No longer whoever has email ends with "@acme.example" in whatever case',
  ]);
  const parts = {
    environment: "shop/test",
    publishedAt: "",
    flags: [flag],
    segments: [segment],
    archived: [],
  };
  const from = makeSnapshot({ ...parts, revision: 1 });
  const to = makeSnapshot({
    ...parts,
    revision: 2,
    flags: [{ ...flag, key: "other" }],
    segments: [],
    archived: ["checkout"],
  });
  expect(diff(from, to).map(({ kind, key, type, text }) => [kind, key, type, text])).toEqual([
    ["flag", "checkout", "removed", "Archived"],
    ["flag", "other", "added", "Created"],
    ["segment", "staff", "removed", "Deleted"],
  ]);
});

test("thousands of rules in another order", () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({
    ...{ id: `r${i}`, when: { all: [] }, serve: { variant: "on" } },
  }));
  const [first, ...rest] = many;
  const start = performance.now();
  const moved = diffFlag({ ...flag, rules: many }, { ...flag, rules: [...rest, first!] });
  expect(moved.map(({ text }) => text)).toEqual(["Rule 1 moved from place 1 to 5000"]);
  expect(diffFlag({ ...flag, rules: many }, { ...flag, rules: [...many].reverse() })).toHaveLength(4_999);
  expect(performance.now() - start).toBeLessThan(1_000);
});
