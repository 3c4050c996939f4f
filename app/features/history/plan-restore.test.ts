import type { SegmentDocument, Snapshot } from "@guidon/engine";
import { expect, test } from "vitest";
import { planRestore } from "./plan-restore.ts";

const state = (...segments: SegmentDocument[]): Snapshot => ({
  ...{ format: 1, environment: "shop/staging", revision: 1, publishedAt: "2026-11-20T10:00:00Z" },
  counts: { flags: 0, segments: segments.length, archived: 0 },
  ...{ checksum: "", flags: [], segments, archived: [] },
});
const segment = (key: string, keys: string[], revision = 1): SegmentDocument => ({
  ...{ key, revision, engine: 1, by: "targetingKey", rules: [] },
  lists: { included: { keys }, excluded: { keys: [] } },
});

test("segments that were otherwise are named, and those that only have another revision are not", () => {
  const now = state(segment("same", ["a"], 7), segment("other", ["a", "b"]), segment("newer", []));
  const past = state(segment("same", ["a"]), segment("other", ["a"]), segment("gone", []));
  const { flags, left } = planRestore({ now, past }, { definitions: true });
  expect(flags).toEqual([]);
  expect(left.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
    "segment gone",
    "segment newer",
    "segment other",
  ]);
  expect(planRestore({ now, past }, { only: "banner", definitions: true }).left).toEqual([]);
});
