import type { Condition } from "@guidon/engine";
import { expect, test } from "vitest";
import { fromGroup, fromRow, pointerOf, toGroup, toRow } from "./condition-rows.ts";

const plan: Condition = { attribute: "organization.plan", op: "in", values: ["enterprise"] };
const country: Condition = { attribute: "country", op: "in", values: ["DE", "AT"] };

test("one clause is a group of one", () => {
  const group = toGroup(plan);
  expect(group).toEqual({ join: "all", parts: [plan], pointer: "" });
  expect(pointerOf(group, 0)).toBe("");
});

test.each<[string, Condition]>([
  ["a clause", plan],
  ["all of two", { all: [plan, { not: country }] }],
  ["any of two", { any: [plan, { segment: "beta" }] }],
  ["nothing", { all: [] }],
])("a group of %s means the same condition", (_, condition) => {
  expect(fromGroup(toGroup(condition))).toEqual(condition);
});

test.each<[string, Condition]>([
  ["a clause", plan],
  ["the opposite of one", { not: plan }],
  ["the opposite of an opposite", { not: { not: plan } }],
  ["what must be known", { known: plan }],
  ["what must be known not to be", { known: { not: plan } }],
  ["what must not be known", { not: { known: { not: { segment: "beta" } } } }],
  ["a flag", { flag: "payments", variants: ["on"] }],
  ["a sample", { sample: { by: ["targetingKey"], seed: 7, ranges: [[0, 5_000]] } }],
  ["an element", { some: "orders", where: { all: [plan, country] } }],
  ["nested ones", { any: [country, { all: [plan, { not: { any: [country] } }] }] }],
])("a row of %s means the same condition", (_, condition) => {
  expect(fromRow(toRow(condition))).toEqual(condition);
});

test("a row folds the innermost opposite in, and says where its core stands", () => {
  expect(toRow({ not: { known: { not: plan } } })).toMatchObject({
    negated: true,
    wrappers: ["not", "known"],
    pointer: "/not/known/not",
  });
});

test("a nested group stays a group when its neighbour goes", () => {
  const group = toGroup({ all: [plan, { any: [country, plan] }] });
  expect(fromGroup({ ...group, parts: group.parts.slice(1) })).toEqual({ all: [{ any: [country, plan] }] });
});
