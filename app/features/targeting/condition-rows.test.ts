import type { Condition } from "@guidon/engine";
import { expect, test } from "vitest";
import { fromRows, toRows } from "./condition-rows.ts";

const plan: Condition = { attribute: "organization.plan", op: "in", values: ["enterprise"] };
const country: Condition = { attribute: "country", op: "in", values: ["DE", "AT"] };

test("one clause is one line", () => {
  expect(toRows(plan)).toEqual({ join: "all", rows: [{ kind: "clause", negated: false, clause: plan }] });
});

test.each<[string, Condition]>([
  ["a clause", plan],
  ["all of two", { all: [plan, { not: country }] }],
  ["any of two", { any: [plan, { segment: "beta" }] }],
  ["a flag", { all: [plan, { flag: "payments", variants: ["on"] }] }],
  ["nested ones", { all: [plan, { any: [country, { all: [plan, country] }] }] }],
  ["doubly negated ones", { all: [{ not: { not: plan } }, country] }],
  ["nothing", { all: [] }],
])("lines of %s mean the same condition", (_, condition) => {
  expect(fromRows(toRows(condition))).toEqual(condition);
});

test("a nested group stays a group when its neighbour goes", () => {
  const rows = toRows({ all: [plan, { any: [country, plan] }] });
  expect(fromRows({ ...rows, rows: rows.rows.slice(1) })).toEqual({ all: [{ any: [country, plan] }] });
});
