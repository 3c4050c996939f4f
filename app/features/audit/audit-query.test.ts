import { expect, test } from "vitest";
import { readAuditAddress } from "./audit-query-schema.ts";
import { exportUrl, filterOf, paramsOf } from "./audit-query.ts";

const askedBy = (given: Record<string, string>) => readAuditAddress(new URLSearchParams(given)).asked;
const query = askedBy({ actor: "Ann", from: "2026-11-01", to: "2026-11-20", kind: "" });

test("an address becomes a filter whose last day is included", () => {
  expect(filterOf(query)).toEqual({
    actor: "Ann",
    from: new Date("2026-11-01T00:00:00Z"),
    to: new Date("2026-11-21T00:00:00Z"),
  });
});

test("what cannot be understood narrows nothing", () => {
  expect(filterOf(askedBy({ from: "yesterday", text: "x".repeat(300) }))).toEqual({});
  for (const day of ["0000-01-01", "9999-12-31"])
    expect(filterOf(askedBy({ from: day, to: day }))).toEqual({});
});

test("addresses carry what is not empty, and lead to the same in the API", () => {
  expect(paramsOf(query).toString()).toBe("actor=Ann&from=2026-11-01&to=2026-11-20");
  expect(exportUrl("shop", query, "csv")).toBe(
    "/api/v1/projects/shop/audit/export?actor=Ann&format=csv&from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-21T00%3A00%3A00.000Z",
  );
});
