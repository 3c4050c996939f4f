import { expect, test } from "vitest";
import { fullCount, shortCount } from "./count.ts";

test("shortens numbers to what fits a list", () => {
  expect([0, 999, 1000, 1249, 12_400, 999_499, 999_500, 1_240_000, 2e9].map(shortCount)).toEqual([
    ...["0", "999", "1 k", "1.2 k", "12 k", "999 k", "1 M", "1.2 M", "2 G"],
  ]);
});

test("writes whole numbers in groups", () => {
  const counts = [0, 12, 999, 1000, 123_456, 1_234_567, 2 ** 53 - 1];
  expect(counts.map(fullCount)).toEqual(counts.map((count) => count.toLocaleString("en")));
});
