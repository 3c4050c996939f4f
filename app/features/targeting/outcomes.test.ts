import { expect, test } from "vitest";
import { servedBy, shareWords } from "./outcomes.ts";

test("adds up what was served by variant and by rule", () => {
  const served = servedBy([
    { variant: "on", ruleId: "a", count: 60 },
    { variant: "off", ruleId: null, count: 25 },
    { variant: "on", ruleId: "b", count: 10 },
    { variant: null, ruleId: null, count: 5 },
  ]);
  expect(served).toEqual({
    total: 100,
    variants: [
      { variant: "on", count: 70, percent: 70 },
      { variant: "off", count: 25, percent: 25 },
      { variant: null, count: 5, percent: 5 },
    ],
    rules: new Map([
      ["a", 60],
      ["b", 10],
    ]),
  });
  expect(servedBy([])).toEqual({ total: 0, variants: [], rules: new Map() });
});

test("rounds no share to none or to all", () => {
  expect([0, 0.004, 0.84, 61.4, 99.3, 99.99, 100].map(shareWords)).toEqual([
    ...["0 %", "under 0.1 %", "0.8 %", "61 %"],
    ...["99.3 %", "over 99.9 %", "100 %"],
  ]);
});
