import { expect, test } from "vitest";
import { attributesOf, exampleContext } from "./example-context.ts";
import type { Targeting } from "./targeting.ts";

const rules: Targeting["rules"] = [
  {
    id: "a",
    when: { attribute: "organization.plan", op: "in", values: ["enterprise"] },
    serve: { variant: "on" },
  },
  {
    id: "b",
    when: {
      all: [
        { not: { attribute: "organization.size", op: "gt", values: [100] } },
        { any: [{ attribute: "country", op: "in", values: ["DE", "AT"] }, { segment: "beta" }] },
        { attribute: "$now", op: "after", values: ["2026-01-01T00:00:00Z"] },
      ],
    },
    serve: { variant: "on" },
  },
];

test("begins with values that the rules ask for", () => {
  expect(exampleContext({ rules })).toEqual({
    targetingKey: "user-318",
    organization: { plan: "enterprise", size: 100 },
    country: "DE",
  });
});

test("names the attributes once, without reserved ones", () => {
  expect(attributesOf({ rules })).toEqual(["organization.plan", "organization.size", "country"]);
});
