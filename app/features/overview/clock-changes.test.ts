import { compile, type Condition, type FlagDocument } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { expect, test } from "vitest";
import { clockChanges } from "./clock-changes.ts";

const now = Date.parse("2026-12-01T00:00:00Z");
const day = 24 * 3600 * 1000;
const sale: Condition = {
  all: [
    { attribute: "country", op: "in", values: ["DE"] },
    { not: { attribute: "$now", op: "before", values: ["2026-12-05T00:00:00Z"] } },
    { attribute: "$now", op: "before", values: ["2026-12-20T00:00:00Z"] },
  ],
};

function flag(key: string, when: Condition, more: Partial<FlagDocument> = {}): FlagDocument {
  return {
    ...{ key, revision: 1, engine: 1, type: "boolean", client: false, metadata: {}, on: true },
    ...{ variants: [{ key: "on", value: true }], offVariant: null, prerequisites: [], targets: [] },
    rules: [{ id: "one", when, serve: { variant: "on" } }],
    fallthrough: { variant: "on" },
    ...more,
  };
}

function changes(flags: readonly FlagDocument[], at: number) {
  const lists = { included: { keys: [] }, excluded: { keys: [] } };
  const snapshot = makeSnapshot({
    ...{ environment: "shop/production", revision: 1, publishedAt: "2026-11-01T00:00:00Z", archived: [] },
    flags,
    segments: [
      { key: "shoppers", revision: 1, engine: 1, by: "targetingKey", rules: [{ when: sale }], lists },
    ],
  });
  return clockChanges({ snapshot, program: compile(snapshot), now: at, until: at + 14 * day });
}

test("tells of each flag that serves its rules, and of each segment, when the clock changes it next", () => {
  const flags = [
    flag("banner", sale),
    flag("off", sale, { on: false }),
    flag("killed", sale, { kill: { variant: null } }),
    flag("timeless", { attribute: "country", op: "in", values: ["DE"] }),
  ];
  const begins = Date.parse("2026-12-05T00:00:00Z");
  expect(changes(flags, now)).toEqual([
    { kind: "flag", key: "banner", at: begins },
    { kind: "segment", key: "shoppers", at: begins },
  ]);
  const ends = Date.parse("2026-12-20T00:00:00Z");
  expect(changes(flags, begins + 2 * day).map(({ at }) => at)).toEqual([ends, ends]);
});

test("tells nothing of what is further away, or past", () => {
  expect(changes([flag("banner", sale)], now - 40 * day)).toEqual([]);
  expect(changes([flag("banner", sale)], now + 40 * day)).toEqual([]);
});
