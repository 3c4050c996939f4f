import { expect, test } from "vitest";
import { keyOfName } from "./key-of-name.ts";

test("makes a key of a name", () => {
  expect(keyOfName("New checkout flow")).toBe("new-checkout-flow");
  expect(keyOfName("  Käse & Brot (v2) ")).toBe("kase-brot-v2");
  expect(keyOfName("検索")).toBe("");
});
