import { expect, test } from "vitest";
import { isProduction } from "./production.ts";

test("knows production by its key", () => {
  expect(["production", "prod-eu", "Live"].map((key) => isProduction({ key }))).toEqual([true, true, true]);
  expect(["staging", "product-team", "preprod"].map((key) => isProduction({ key }))).toEqual([
    false,
    false,
    false,
  ]);
});
