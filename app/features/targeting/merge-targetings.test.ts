import type { Rule } from "@guidon/engine";
import { expect, test } from "vitest";
import { mergeTargetings } from "./merge-targetings.ts";
import type { Targeting } from "./targeting.ts";

const rule = (id: string, parts: Partial<Rule> = {}): Rule => ({
  ...{ id, when: { all: [] }, serve: { variant: "on" } },
  ...parts,
});
const base: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [{ flag: "pay", variants: ["on"] }],
  targets: [{ by: "targetingKey", keys: ["ada", "bo"], variant: "on" }],
  rules: [rule("a"), rule("b"), rule("c")],
  fallthrough: { variant: "off" },
};
const ids = (targeting: Targeting) => targeting.rules.map(({ id }) => id).join("");

test("takes from either side what the other left alone", () => {
  const mine: Targeting = {
    ...base,
    on: false,
    rules: [rule("a", { name: "Mine" }), rule("b"), rule("c")],
  };
  const theirs: Targeting = {
    ...base,
    fallthrough: { variant: "on" },
    rules: [rule("a", { serve: { variant: "off" } }), rule("b"), rule("c")],
  };
  expect(mergeTargetings({ base, mine, theirs })).toEqual({
    conflicts: [],
    targeting: {
      ...base,
      on: false,
      fallthrough: { variant: "on" },
      rules: [rule("a", { name: "Mine", serve: { variant: "off" } }), rule("b"), rule("c")],
    },
  });
});

test("nothing of one's own is theirs, and nothing of theirs is one's own", () => {
  const changed: Targeting = { ...base, on: false, prerequisites: [], rules: [rule("c"), rule("x")] };
  expect(mergeTargetings({ base, mine: base, theirs: changed }).targeting).toEqual(changed);
  expect(mergeTargetings({ base, mine: changed, theirs: base }).targeting).toEqual(changed);
  expect(mergeTargetings({ base, mine: changed, theirs: changed })).toEqual({
    targeting: changed,
    conflicts: [],
  });
});

test("asks where both changed the same place, and does as it is told", () => {
  const mine = { ...base, rules: [rule("a", { serve: { variant: "mine" } }), rule("b"), rule("c")] };
  const theirs = { ...base, rules: [rule("a", { serve: { variant: "theirs" } }), rule("b"), rule("c")] };
  const { conflicts, targeting } = mergeTargetings({ base, mine, theirs });
  expect(conflicts).toEqual([{ at: "rules/a/serve", place: "What “Rule 1” serves" }]);
  expect(targeting.rules[0]?.serve).toEqual({ variant: "theirs" });
  const chosen = mergeTargetings({ base, mine, theirs }, { "rules/a/serve": "mine" });
  expect(chosen.targeting.rules[0]?.serve).toEqual({ variant: "mine" });
});

test("asks where one changed what the other took away", () => {
  const mine = { ...base, rules: [rule("a"), rule("c")] };
  const theirs = { ...base, rules: [rule("a"), rule("b", { name: "Still needed" }), rule("c")] };
  const { conflicts, targeting } = mergeTargetings({ base, mine, theirs });
  expect(conflicts).toEqual([{ at: "rules/b", place: "Still needed" }]);
  expect(ids(targeting)).toBe("abc");
  expect(ids(mergeTargetings({ base, mine, theirs }, { "rules/b": "mine" }).targeting)).toBe("ac");
});

test("rules that were added stay where they were put", () => {
  const mine = { ...base, rules: [rule("a"), rule("m"), rule("b"), rule("c")] };
  const theirs = { ...base, rules: [rule("t"), rule("b"), rule("a"), rule("c")] };
  const { targeting, conflicts } = mergeTargetings({ base, mine, theirs });
  expect(conflicts).toEqual([]);
  expect(ids(targeting)).toBe("tbamc");
});

test("asks whose order counts where both changed it", () => {
  const mine = { ...base, rules: [rule("c"), rule("a"), rule("b")] };
  const theirs = { ...base, rules: [rule("b"), rule("a"), rule("c")] };
  const { conflicts, targeting } = mergeTargetings({ base, mine, theirs });
  expect(conflicts.map(({ at }) => at)).toEqual(["order"]);
  expect(ids(targeting)).toBe("bac");
  expect(ids(mergeTargetings({ base, mine, theirs }, { order: "mine" }).targeting)).toBe("cab");
});

test("keys of targets are put together one by one", () => {
  const target = (keys: string[]) => [{ by: "targetingKey", keys, variant: "on" }];
  const mine = { ...base, targets: target(["ada", "cy"]) };
  const theirs = { ...base, targets: target(["bo", "ada", "di"]) };
  const { targeting, conflicts } = mergeTargetings({ base, mine, theirs });
  expect(conflicts).toEqual([]);
  expect(targeting.targets).toEqual(target(["ada", "di", "cy"]));
});

test("a kill that came meanwhile stays", () => {
  const theirs: Targeting = { ...base, kill: { variant: "off" } };
  expect(mergeTargetings({ base, mine: { ...base, on: false }, theirs }).targeting).toEqual({
    ...theirs,
    on: false,
  });
});
