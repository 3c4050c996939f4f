import { expect, test } from "vitest";
import { unbroken } from "./unbroken.ts";

test("keeps a number with its per cent, and breaks everything else as before", () => {
  expect(unbroken("on 40 %, off 60 % by targetingKey")).toBe("on 40\u00a0%, off 60\u00a0% by targetingKey");
  expect(unbroken("100 users of % and 5 more")).toBe("100 users of % and 5 more");
});
