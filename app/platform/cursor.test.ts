import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf, readCursor, writeCursor, type Order } from "./cursor.ts";

interface Row {
  readonly name: string;
  readonly at: number;
  readonly id: string;
}

const byName: Order<Row> = { name: "rows by name", position: ({ name, id }) => [name, id] };
const newest: Order<Row> = {
  name: "rows, newest",
  position: ({ at, id }) => [at, id],
  descending: [true, false],
};

function walk(rows: readonly Row[], order: Order<Row>, limit: number): Row[] {
  const seen: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(rows, order, { limit, cursor });
    seen.push(...page.rows);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return seen;
}

test("pages hold every row once and in order, however they are cut", () => {
  const row = fc.record({ name: fc.string(), at: fc.integer({ min: 0, max: 3 }) });
  const rows = fc.array(row).map((all) => all.map((each, index) => ({ ...each, id: String(index) })));
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(byName, newest),
      (all, limit, order) => {
        const { rows: whole } = pageOf(all, order, {});
        expect(walk(all, order, limit)).toEqual(whole);
        expect(whole.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(all);
      },
    ),
  );
});

test("a row that goes or comes moves no other from its page", () => {
  const rows = ["a", "b", "c", "d"].map((name, at) => ({ name, at, id: name }));
  const { next } = pageOf(rows, byName, { limit: 2 });
  const cursor = next ?? "";
  const changed = [{ name: "aa", at: 9, id: "new" }, ...rows.filter(({ name }) => name !== "b")];
  expect(pageOf(changed, byName, { limit: 2, cursor }).rows.map(({ name }) => name)).toEqual(["c", "d"]);
});

test("the last page has no next, also where it is full", () => {
  const rows = ["a", "b"].map((name, at) => ({ name, at, id: name }));
  expect(pageOf(rows, byName, { limit: 2 }).next).toBeNull();
  expect(pageOf([], byName, { limit: 2, cursor: "anything" })).toEqual({ rows: [], next: null });
});

test("a cursor of another list or order, and what is none, is refused", () => {
  const cursor = writeCursor("flags by key", ["a"]);
  expect(readCursor(cursor, "flags by key", [""])).toEqual(["a"]);
  expect(readCursor(undefined, "flags by key", [""])).toBeUndefined();
  const refused = { code: "invalid_input", fields: [{ pointer: "/cursor" }] };
  for (const [text, order, like] of [
    [cursor, "flags by name", [""]],
    [cursor, "flags by key", [0]],
    [cursor, "flags by key", ["", ""]],
    ["50", "flags by key", [""]],
    ["%", "flags by key", [""]],
    ["", "flags by key", [""]],
  ] as const) {
    expect(() => readCursor(text, order, like)).toThrow(expect.objectContaining({ code: refused.code }));
  }
});

test("what no row could stand at is refused, before a database or a clock is asked", () => {
  for (const part of ["a\0", "\ud800", 1e300, 0.5, -1e300]) {
    const text = `["o",${JSON.stringify(part)}]`;
    const cursor = Buffer.from(text).toString("base64url");
    expect(() => readCursor(cursor, "o", [part])).toThrow(expect.objectContaining({ code: "invalid_input" }));
  }
});

test("names in any script survive the way through a cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(readCursor(writeCursor("o", [name]), "o", [""])).toEqual([name]);
    }),
  );
});
