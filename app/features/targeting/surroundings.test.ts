import type { Condition, FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";
import { expect, test } from "vitest";
import { referencesOf, surround } from "./surroundings.ts";

const flag = (key: string, parts: Partial<FlagDocument> = {}): FlagDocument => ({
  key,
  revision: 1,
  engine: 1,
  type: "boolean",
  variants: [{ key: "on", value: true }],
  on: true,
  offVariant: "on",
  prerequisites: [],
  targets: [],
  rules: [],
  fallthrough: { variant: "on" },
  client: false,
  metadata: {},
  ...parts,
});
const segment: SegmentDocument = {
  key: "beta",
  revision: 1,
  engine: 1,
  by: "targetingKey",
  rules: [{ when: { not: { flag: "deep", variants: ["on"] } } }],
  lists: { included: { keys: [] }, excluded: { keys: [] } },
};
const flags = [
  flag("a", { prerequisites: [{ flag: "b", variants: ["on"] }] }),
  flag("b", { rules: [{ id: "r", when: { any: [{ segment: "beta" }] }, serve: { variant: "on" } }] }),
  flag("deep"),
  flag("unrelated"),
];
const snapshot: Snapshot = {
  format: 1,
  environment: "shop/production",
  revision: 9,
  publishedAt: "2026-11-20T10:00:00Z",
  counts: { flags: 4, segments: 1, archived: 2 },
  checksum: "",
  flags,
  segments: [segment],
  archived: ["gone", "other"],
};

test("finds what a targeting names", () => {
  expect(referencesOf(flags[1]!)).toEqual({ flags: [], segments: ["beta"] });
  expect(referencesOf(flags[0]!)).toEqual({ flags: ["b"], segments: [] });
});

test("brings along what the named ones lean on, and nothing else", () => {
  const found = surround(snapshot, { flags: ["b", "gone"], segments: [] });
  expect(found.flags.map((each) => each.key)).toEqual(["b", "deep"]);
  expect(found.segments.map((each) => each.key)).toEqual(["beta"]);
  expect(found.archived).toEqual(["gone"]);
});

test("tells what else could be named there", () => {
  const when: Condition = { all: [{ attribute: "country", op: "exists", values: [] }, { segment: "beta" }] };
  const asking = flag("asking", { rules: [{ id: "r", when, serve: { variant: "on" } }] });
  const found = surround({ ...snapshot, flags: [...flags, asking] }, { flags: [], segments: [] });
  expect(found.known).toEqual({
    flags: ["a", "b", "deep", "unrelated", "asking"],
    segments: ["beta"],
    attributes: ["country"],
  });
});

test("ends where flags lean on each other", () => {
  const circle = [
    flag("x", { prerequisites: [{ flag: "y", variants: ["on"] }] }),
    flag("y", { prerequisites: [{ flag: "x", variants: ["on"] }] }),
  ];
  const found = surround({ ...snapshot, flags: circle }, { flags: ["x"], segments: [] });
  expect(found.flags.map((each) => each.key)).toEqual(["x", "y"]);
});
