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

test("segments come back that were otherwise or are gone, wherever their lists stand; newer ones stay and are named", () => {
  const long = (revision: number, digest: string) => ({
    ...segment("long", [], revision),
    lists: { included: { revision, count: 500, digest }, excluded: { keys: [] } },
  });
  const now = state(
    segment("same", ["a"], 7),
    segment("other", ["a", "b"]),
    segment("newer", []),
    long(3, "sha256:1"),
  );
  const past = state(
    segment("same", ["a"]),
    segment("other", ["a"]),
    segment("gone", []),
    long(1, "sha256:1"),
  );
  const asked = { definitions: true, segments: true };
  const { flags, segments, left } = planRestore({ now, past }, asked);
  expect(flags).toEqual([]);
  expect(segments.map(({ key }) => key)).toEqual(["gone", "other"]);
  expect(left).toEqual([{ kind: "segment", key: "newer", why: "It was not there then, and stays." }]);

  const refused = planRestore({ now, past }, { ...asked, segments: false });
  expect(refused.segments).toEqual([]);
  expect(refused.left.map(({ key }) => key)).toEqual(["gone", "newer", "other"]);
  const banner = planRestore({ now, past }, { ...asked, only: { kind: "flag", key: "banner" } });
  expect(banner).toEqual({ flags: [], segments: [], left: [] });
  const other = planRestore({ now, past }, { ...asked, only: { kind: "segment", key: "other" } });
  expect(other).toMatchObject({ segments: [{ key: "other" }], left: [] });
});
