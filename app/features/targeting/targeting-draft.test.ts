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

test("moves a rule to a place, and not past the ends", () => {
  expect(order(after({ do: "move-rule", id: "c", to: 0 }))).toBe("cab");
  expect(order(after({ do: "move-rule", id: "a", to: 1 }))).toBe("bac");
  expect(order(after({ do: "move-rule", id: "a", to: 9 }))).toBe("bca");
  expect(isDirty(after({ do: "move-rule", id: "a", to: -1 }))).toBe(false);
});

test("a copy of a rule comes right after it", () => {
  const named = after(
    { do: "set-rule", rule: { ...rule("b"), name: "EU" } },
    { do: "duplicate-rule", id: "b", as: "x" },
  );
  expect(order(named)).toBe("abxc");
  expect(named.now.rules[2]).toEqual({ ...rule("x"), name: "EU (copy)" });
});

test("what is put in place of the whole leaves the kill alone", () => {
  const killed = startDraft({ ...base, kill: { variant: null } }, "7");
  const { now } = changeDraft(killed, { do: "replace", targeting: { ...base, on: false } });
  expect(now).toEqual({ ...base, on: false, kill: { variant: null } });
  expect(after({ do: "replace", targeting: { ...base, kill: { variant: "on" } } }).now.kill).toBeUndefined();
});

test("goes back one step at a time", () => {
  const draft = after({ do: "switch", on: false }, { do: "remove-rule", id: "b" });
  expect(order(changeDraft(draft, { do: "undo" }))).toBe("abc");
  expect(changeDraft(changeDraft(draft, { do: "undo" }), { do: "undo" }).now).toBe(base);
});

test("is not dirty once everything is as it was", () => {
  expect(isDirty(after({ do: "switch", on: false }, { do: "switch", on: true }))).toBe(false);
});

test("goes on with what was made of two versions, or takes the newer one", () => {
  const theirs = { ...base, offVariant: null };
  const draft = after({ do: "switch", on: false });
  const both = { ...theirs, on: false };
  const rebased = changeDraft(draft, { do: "rebase", base: theirs, version: "8", now: both });
  expect(rebased).toMatchObject({ version: "8", base: theirs, now: both });
  expect(changeDraft(rebased, { do: "undo" }).now).toBe(draft.now);
  expect(isDirty(changeDraft(draft, { do: "adopt", base: theirs, version: "8" }))).toBe(false);
});

test("a draft from before goes on against the version that it was made of", () => {
  const now = { ...base, on: false };
  const resumed = changeDraft(startDraft({ ...base, offVariant: null }, "9"), {
    do: "resume",
    draft: { base, version: "7", now },
  });
  expect(resumed).toMatchObject({ base, version: "7", now });
  expect(changeDraft(resumed, { do: "undo" }).now).toBe(base);
});
