import type { FlagDocument } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { expect, test } from "vitest";
import { Problem } from "#app/platform/problem.ts";
import { applyOperations, type DocumentOperation, type SnapshotParts } from "./document-operation.ts";
import { refuseUnpublishable } from "./refuse-unpublishable.ts";

const flag = (key: string, more: Partial<FlagDocument> = {}): FlagDocument => ({
  key,
  revision: 1,
  engine: 1,
  type: "boolean",
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [],
  rules: [],
  fallthrough: { variant: "on" },
  client: false,
  metadata: {},
  ...more,
});

const partsOf = (...flags: FlagDocument[]): SnapshotParts => ({ flags, segments: [], archived: [] });
const needs = (key: string) => ({ prerequisites: [{ flag: key, variants: ["on"] }] });
const put = (document: FlagDocument): DocumentOperation => ({ put: "flag", document });

/** Pointers and messages of what is refused; empty where it is published. */
function refusalOf(before: SnapshotParts, ...operations: DocumentOperation[]) {
  const parts = applyOperations(before, operations, 2);
  const snapshot = makeSnapshot({
    environment: "storefront/production",
    revision: 2,
    publishedAt: "2026-11-20T10:00:00.000Z",
    ...parts,
  });
  try {
    refuseUnpublishable(snapshot, operations, before);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.fields.map(({ pointer, message }) => `${pointer} ${message}`);
  }
}

test("refuses what is wrong with the changed document, with pointers into it", () => {
  expect(refusalOf(partsOf(), put(flag("a", { fallthrough: { variant: "blue" } })))).toEqual([
    expect.stringMatching(/^\/fallthrough/),
  ]);
});

test("refuses what a change does to other documents", () => {
  const before = partsOf(flag("a"), flag("b", needs("a")));
  expect(refusalOf(before, { archive: "a" })).toEqual([expect.stringMatching(/Flag "b": /)]);
  expect(refusalOf(before, put(flag("a", needs("b")))).length).toBeGreaterThan(0);
});

test("a document of a newer engine holds up no change of another one, wherever it stands", () => {
  const before = partsOf(flag("m", { engine: 99 }));
  expect(refusalOf(before, put(flag("a")), put(flag("z", { kill: { variant: "off" } })))).toEqual([]);
});

test("nor does one that was broken before; but it is not published again as it is", () => {
  const broken = flag("m", needs("gone"));
  expect(refusalOf(partsOf(broken), put(flag("a")))).toEqual([]);
  expect(refusalOf(partsOf(broken), put({ ...broken, client: true }))).toHaveLength(1);
});
