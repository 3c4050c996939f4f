import { expect, test } from "vitest";
import { slicePartsOf } from "./slice-parts.ts";

test("a layer is told from its beginning to its end, what is free included", () => {
  const slices = [
    { flag: "b", ranges: [[20_000, 30_000]] as const },
    {
      flag: "a",
      ranges: [
        [0, 10_000],
        [30_000, 40_000],
      ] as const,
    },
  ];
  expect(slicePartsOf(slices)).toEqual([
    { flag: "a", percent: 10 },
    { flag: undefined, percent: 10 },
    { flag: "b", percent: 10 },
    { flag: "a", percent: 10 },
    { flag: undefined, percent: 60 },
  ]);
  expect(slicePartsOf([])).toEqual([{ flag: undefined, percent: 100 }]);
});
