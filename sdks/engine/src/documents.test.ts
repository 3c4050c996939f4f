import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { documentVectors as vectors } from "@guidon/conformance";
import {
  applyChange,
  canonicalJson,
  checksum,
  documentDigest,
  listDigest,
  makeChange,
  makeSnapshot,
  sha256,
  verify,
} from "./documents.ts";
import type { Snapshot } from "./types.ts";

const { snapshot } = vectors;

test("canonical JSON", () => {
  for (const [value, text] of vectors.canonical) expect(canonicalJson(value)).toBe(text);
  expect(canonicalJson({ a: undefined, b: -0 })).toBe('{"b":0}');
  expect(canonicalJson("\ud800")).toBe('"\\ud800"');
  for (const odd of [NaN, Infinity, 1n, undefined, () => 0, [undefined]])
    expect(() => canonicalJson(odd)).toThrow(TypeError);
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(() => canonicalJson(deep)).toThrow("nested");
});

test("digests and checksums", () => {
  for (const { document, digest } of vectors.digests) expect(documentDigest(document)).toBe(digest);
  for (const [keys, digest] of vectors.lists) expect(listDigest(keys)).toBe(digest);
  expect(checksum([])).toBe(vectors.empty);
  expect(makeSnapshot(snapshot)).toEqual(snapshot);
  const node = (text: string): string => createHash("sha256").update(text).digest("hex");
  for (const text of ["", "abc", "é😀", "\ud800", "a".repeat(119), "a".repeat(64), "x".repeat(10_000)])
    expect(sha256(text)).toBe(node(text));
  expect(makeSnapshot(snapshot, { sha256: node })).toEqual(snapshot);
});

describe("verify", () => {
  const spoilt = (change: object): unknown => ({ ...snapshot, ...change });
  test.each<[string, unknown, string]>([
    ["no object", [], "format"],
    ["nothing", null, "format"],
    ["another format", spoilt({ format: 2 }), "format"],
    ["no environment", spoilt({ environment: 1 }), "format"],
    ["half a revision", spoilt({ revision: 1.5 }), "format"],
    ["no time", spoilt({ publishedAt: null }), "format"],
    ["flags that are no array", spoilt({ flags: {} }), "format"],
    ["a flag without a key", spoilt({ flags: [{}] }), "format"],
    ["a flag twice", spoilt({ flags: [snapshot.flags[0], snapshot.flags[0]] }), "format"],
    ["archived keys out of order", spoilt({ archived: ["b", "a"] }), "format"],
    ["a flag missing", spoilt({ flags: [] }), "counts"],
    ["no counts", spoilt({ counts: undefined }), "counts"],
    ["a flag changed", spoilt({ flags: [{ ...snapshot.flags[0], on: false }] }), "checksum"],
    ["an archived key changed", spoilt({ archived: ["old-banners"] }), "checksum"],
    ["another checksum", spoilt({ checksum: `sha256:${"0".repeat(64)}` }), "checksum"],
  ])("refuses %s", (_, candidate, reason) => {
    expect(verify(candidate)).toMatchObject({ ok: false, reason });
  });

  test("accepts what is whole, whatever else it carries", () => {
    expect(verify(JSON.parse(JSON.stringify({ ...snapshot, note: "new" }))).ok).toBe(true);
  });
});

describe("changes", () => {
  const flag = snapshot.flags[0]!;
  const to = makeSnapshot({
    ...snapshot,
    revision: 8,
    flags: [
      { ...flag, key: "banner" },
      { ...flag, on: false },
    ],
    segments: [],
    archived: ["older-banner"],
  });
  const change = makeChange(snapshot, to);

  test("hold what differs and nothing else", () => {
    expect(change).toMatchObject({
      ...{ from: 7, to: 8, remove: [{ kind: "segment", key: "staff" }] },
      upsert: [
        { kind: "flag", document: { key: "banner" } },
        { kind: "flag", document: { key: "checkout", on: false } },
      ],
      archived: { add: ["older-banner"], remove: ["old-banner"] },
    });
    expect(makeChange(snapshot, { ...snapshot, revision: 8 })).toMatchObject({
      upsert: [],
      remove: [],
      archived: { add: [], remove: [] },
    });
  });

  test("lead to the other snapshot, and to no other", () => {
    expect(applyChange(snapshot, change)).toEqual({ ok: true, snapshot: to });
    expect(applyChange(snapshot, { ...change, from: 6 })).toMatchObject({ reason: "base" });
    expect(applyChange(snapshot, { ...change, environment: "other/production" })).toMatchObject({
      reason: "base",
    });
    expect(applyChange(snapshot, { ...change, to: 7 })).toMatchObject({ reason: "format" });
    expect(applyChange(snapshot, { ...change, format: 2 as 1 })).toMatchObject({ reason: "format" });
    expect(applyChange(snapshot, { ...change, upsert: [] })).toMatchObject({ reason: "counts" });
    expect(
      applyChange(snapshot, { ...change, upsert: [change.upsert[0]!, { kind: "flag", document: flag }] }),
    ).toMatchObject({ reason: "checksum" });
    expect(applyChange(snapshot, {} as never)).toMatchObject({ ok: false });
    expect(applyChange(snapshot, null as never)).toMatchObject({ reason: "format" });
  });

  test("cost what changed and not what is there", () => {
    const many = (on: boolean): Snapshot =>
      makeSnapshot({
        ...snapshot,
        revision: on ? 1 : 2,
        flags: Array.from({ length: 300 }, (_, i) => ({
          ...flag,
          key: `flag-${i}`,
          on: i === 7 ? on : true,
        })),
      });
    expect(JSON.stringify(makeChange(many(true), many(false))).length).toBeLessThan(1_024);
  });
});
