import type { ExplanationStep } from "@guidon/engine";
import { expect, test } from "vitest";
import { whyLines } from "./why-words.ts";

const rule = (steps: readonly ExplanationStep[]): ExplanationStep => ({
  ...{ step: "rule", outcome: "served", index: 1, id: "r", variant: "b", steps },
});

test("shows where somebody was drawn, and of which part", () => {
  const [line] = whyLines([
    rule([
      {
        ...{ step: "gate", outcome: "held", gate: "traffic", by: ["targetingKey"], bucket: 31_204 },
        ranges: [[0, 40_000]],
      },
      {
        ...{ step: "split", outcome: "served", by: ["targetingKey"], bucket: 66_918, variant: "b" },
        slice: ["b", 50_000, 75_000],
      },
    ]),
  ]);
  expect(line?.draws).toEqual([
    {
      words: "traffic bucket 31.204 %: inside 40 %",
      bucket: 31_204,
      ranges: [[0, 40_000]],
      variant: undefined,
    },
    {
      words: "split bucket 66.918 %: 50 % – 75 % → `b`",
      bucket: 66_918,
      ranges: [[50_000, 75_000]],
      variant: "b",
    },
  ]);
  expect(line?.notes).toEqual([]);
});

test("says what keeps somebody out of a draw", () => {
  const [line] = whyLines([
    rule([{ step: "split", outcome: "nothing", by: ["account", "targetingKey"], cause: "unit_missing" }]),
  ]);
  expect(line).toMatchObject({
    notes: ["no `account` or `targetingKey` to draw by, so the split is skipped"],
    draws: [],
  });
});

test("draws in another system's units are told by their numbers alone", () => {
  const steps = [
    rule([{ step: "split", outcome: "served", by: ["targetingKey"], bucket: 42, variant: "b" }]),
  ];
  expect(whyLines(steps, true)).toMatchObject([{ notes: ["split bucket 42 → `b`"], draws: [] }]);
});
