import type { Rule } from "@guidon/engine";
import { expect, test } from "vitest";
import { changeDraft, isDirty, startDraft, type Draft, type DraftAction } from "./targeting-draft.ts";
import type { Targeting } from "./targeting.ts";

const rule = (id: string): Rule => ({ id, when: { all: [] }, serve: { variant: "on" } });
const base: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [],
  rules: [rule("a"), rule("b"), rule("c")],
  fallthrough: { variant: "off" },
};
const after = (...actions: DraftAction[]): Draft => actions.reduce(changeDraft, startDraft(base, "7"));
const order = (draft: Draft) => draft.now.rules.map((each) => each.id).join("");

test("moves a rule one place, and not past the ends", () => {
  expect(order(after({ do: "move-rule", id: "c", by: -1 }))).toBe("acb");
  expect(order(after({ do: "move-rule", id: "a", by: -1 }))).toBe("abc");
  expect(isDirty(after({ do: "move-rule", id: "a", by: -1 }))).toBe(false);
});

test("goes back one step at a time", () => {
  const draft = after({ do: "switch", on: false }, { do: "remove-rule", id: "b" });
  expect(order(changeDraft(draft, { do: "undo" }))).toBe("abc");
  expect(changeDraft(changeDraft(draft, { do: "undo" }), { do: "undo" }).now).toBe(base);
});

test("is not dirty once everything is as it was", () => {
  expect(isDirty(after({ do: "switch", on: false }, { do: "switch", on: true }))).toBe(false);
});

test("an empty name is no name", () => {
  const named = after({ do: "name-rule", id: "a", name: "EU" });
  expect(named.now.rules[0]?.name).toBe("EU");
  expect(changeDraft(named, { do: "name-rule", id: "a", name: "" }).now.rules[0]).toEqual(rule("a"));
});

test("keeps the draft on top of a newer version, or takes the newer version", () => {
  const theirs = { ...base, offVariant: null };
  const draft = after({ do: "switch", on: false });
  expect(changeDraft(draft, { do: "rebase", base: theirs, version: "8" })).toMatchObject({
    version: "8",
    now: { on: false, offVariant: "off" },
  });
  expect(isDirty(changeDraft(draft, { do: "adopt", base: theirs, version: "8" }))).toBe(false);
});
