import { expect, test } from "vitest";
import { fit } from "./search-hit.ts";

test("ranks the thing itself before its beginnings, words before what is within", () => {
  expect(fit("checkout", "checkout")).toBe(0);
  expect(fit("Check", "checkout-v2", "Payment")).toBe(1);
  expect(fit("check", "new-checkout")).toBe(2);
  expect(fit("heck", "new-checkout")).toBe(3);
  expect(fit("zebra", "new-checkout")).toBeUndefined();
});
