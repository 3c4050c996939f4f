import { createHash } from "node:crypto";
import type { ListReference, SegmentDocument } from "@guidon/engine";
import { changeKeys, listDigest } from "@guidon/engine/documents";
import { expect, test } from "vitest";
import { createLists } from "./lists.ts";
import { production } from "./storefront.fixture.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function referenceTo(revision: number, keys: string[]): ListReference {
  return { revision, count: keys.length, digest: listDigest(keys, sha256) };
}

function customers(revision: number, included: ListReference): SegmentDocument {
  const lists = { included, excluded: { keys: [] } };
  return { key: "customers", revision, engine: 1, by: "targetingKey", rules: [], lists };
}

const snapshotWith = (revision: number, reference: ListReference) =>
  production(revision, [], { segments: [customers(revision, reference)] });

const first = ["user-1", "user-2"];
const second = ["user-1", "user-2", "user-3"];

/** Lists that hold the first state. */
function holding() {
  const lists = createLists(sha256);
  lists.follow(snapshotWith(1, referenceTo(1, first)));
  expect(lists.offer(lists.wanted()[0]!, { ...referenceTo(1, first), keys: first })).toBe(true);
  return lists;
}
const keysOf = (lists: ReturnType<typeof createLists>) =>
  [...(lists.keysOf("customers", "included") ?? [])].sort();

test("wants what a segment refers to, and takes it whole", () => {
  const lists = createLists(sha256);
  lists.follow(snapshotWith(1, referenceTo(1, first)));
  expect(lists.wanted()).toMatchObject([
    { segment: "customers", list: "included", revision: 1, held: undefined },
  ]);
  expect(lists.offer(lists.wanted()[0]!, { keys: ["user-2", "user-1"] })).toBe(true);
  expect(lists.wanted()).toEqual([]);
  expect(keysOf(lists)).toEqual(first);
});

test("keeps the last good state until the new one is here", () => {
  const lists = holding();
  lists.follow(snapshotWith(2, referenceTo(2, second)));
  expect(lists.wanted()).toMatchObject([{ revision: 2, held: 1 }]);
  expect(keysOf(lists)).toEqual(first);
  expect(lists.offer(lists.wanted()[0]!, { since: 1, added: ["user-3"], removed: [] })).toBe(true);
  expect(keysOf(lists)).toEqual(second);
});

test.each([
  ["other keys", { keys: ["user-1", "user-9"] }],
  ["too few", { keys: ["user-1"] }],
  ["a way from another revision", { since: 7, added: ["user-3"], removed: [] }],
  ["a way to somewhere else", { since: 1, added: ["user-4"], removed: [] }],
  ["no texts", { keys: [1, 2, 3] }],
  ["no list", "nothing"],
])("refuses %s and keeps what it has", (_, body) => {
  const lists = holding();
  lists.follow(snapshotWith(2, referenceTo(2, second)));
  expect(lists.offer(lists.wanted()[0]!, body)).toBe(false);
  expect(keysOf(lists)).toEqual(first);
  expect(lists.wanted()).toHaveLength(1);
});

test("goes the short way that comes with a change, and asks for what it does not lead to", () => {
  const step = { segment: "customers", list: "included", since: 1, added: ["user-3"], removed: [] };
  const lists = holding();
  lists.follow(snapshotWith(2, referenceTo(2, second)), [step]);
  expect(lists.wanted()).toEqual([]);
  expect(keysOf(lists)).toEqual(second);
  const next = referenceTo(3, [...changeKeys(new Set(second), { added: ["user-4"], removed: [] })]);
  for (const steps of [[{ ...step, since: 2 }], [{ ...step, segment: 7 }], "steps", [null]]) {
    lists.follow(snapshotWith(3, next), steps);
    expect(lists.wanted()).toHaveLength(1);
  }
});

test("forgets the lists of segments that are gone", () => {
  const lists = holding();
  lists.follow(production(2, []));
  expect(lists.all()).toEqual([]);
});

test("takes from disk what is sound", () => {
  const kept = holding()
    .all()
    .map(({ keys, ...list }) => ({ ...list, keys: [...keys] }));
  const lists = createLists(sha256);
  lists.restore([...kept, { ...kept[0], keys: ["somebody-else"] }, null, { segment: "customers" }]);
  lists.follow(snapshotWith(1, referenceTo(1, first)));
  expect(lists.wanted()).toEqual([]);
  expect(keysOf(lists)).toEqual(first);
});

test("looks past documents of a shape that it does not know", () => {
  const lists = createLists(sha256);
  const strange = { key: "strange", revision: 1, engine: 99 } as unknown as SegmentDocument;
  lists.follow(production(1, [], { segments: [strange] }));
  expect(lists.wanted()).toEqual([]);
});
