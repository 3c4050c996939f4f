import { expect, test } from "vitest";
import { readKept, writeKept } from "./kept-draft.ts";
import type { Targeting } from "./targeting.ts";

const base: Targeting = {
  ...{ on: true, offVariant: null, prerequisites: [], targets: [], rules: [] },
  fallthrough: { variant: "on" },
};
const draft = { base, version: "7", now: { ...base, on: false } };

test("reads what it wrote", () => {
  expect(readKept(writeKept(draft, 5))).toEqual({ ...draft, at: 5 });
});

test.each([
  null,
  "",
  "null",
  "{}",
  '{"format":2}',
  writeKept({ ...draft, now: {} as Targeting }, 5),
  writeKept(draft, 5).replace('"rules":[]', '"rules":{}'),
])("does not take %s for a draft", (text) => {
  expect(readKept(text)).toBeUndefined();
});
