import type { Gate, Serve, Slice, Split } from "@guidon/engine";
import { expect, test } from "vitest";
import { serveConsequences } from "./serve-consequences.ts";

const halves: Slice[] = [
  ["a", 0, 50_000],
  ["b", 50_000, 100_000],
];
const split = (parts: Partial<Split> = {}): Serve => ({
  split: { by: ["targetingKey"], seed: 1, slices: halves, ...parts },
});
const traffic = (to: number, parts: Partial<Gate> = {}): Gate => ({
  ...{ kind: "traffic", by: ["targetingKey"], seed: 2, ranges: [[0, to]] },
  ...parts,
});

test("says nothing of what is new or as it was", () => {
  expect(serveConsequences(undefined, split())).toEqual([]);
  expect(serveConsequences(split(), split())).toEqual([]);
});

test("counts exactly who changes variant, and says that no fewer could", () => {
  const slices: Slice[] = [
    ["a", 0, 40_000],
    ["b", 40_000, 100_000],
  ];
  expect(serveConsequences(split(), split({ slices }))).toEqual([
    "Exactly 10 % of those in the split change variant, the fewest that these shares allow.",
  ]);
});

test("says when more change than have to", () => {
  const slices: Slice[] = [
    ["b", 0, 50_000],
    ["a", 50_000, 100_000],
  ];
  expect(serveConsequences(split(), split({ slices }))).toEqual([
    "Exactly 100 % of those in the split change variant, at least 0 % would have to.",
  ]);
});

test("says that a new draw deals everybody anew", () => {
  expect(serveConsequences(split(), split({ seed: 9 }))).toEqual([
    "With a new draw, everybody is dealt anew: about 50 % get another variant.",
  ]);
  expect(serveConsequences(split(), split({ by: ["account"] }))).toEqual([
    "Drawn by something else, everybody is dealt anew: about 50 % get another variant.",
  ]);
});

test("says that a ramp only adds", () => {
  const ramp = (to: number) => split({ gates: [traffic(to)] });
  expect(serveConsequences(ramp(10_000), ramp(50_000))).toEqual([
    "Lets 40 % more of those who come here in. Nobody inside changes variant.",
  ]);
  expect(serveConsequences(ramp(50_000), ramp(10_000))).toEqual([
    "Puts 40 % of those who come here out. Nobody left inside changes variant.",
  ]);
  expect(serveConsequences(ramp(25_000), split())).toEqual([
    "Lets 75 % more of those who come here in. Nobody inside changes variant.",
  ]);
  expect(serveConsequences(split(), ramp(25_000))).toEqual([
    "Puts 75 % of those who come here out. Nobody left inside changes variant.",
  ]);
});

test("says who enters where a gate moves or draws anew", () => {
  const at = (ranges: Gate["ranges"], seed = 2) => split({ gates: [traffic(0, { ranges, seed })] });
  expect(serveConsequences(at([[0, 20_000]]), at([[10_000, 30_000]]))).toEqual([
    "Who enters changes for 20 % of those who come here.",
  ]);
  expect(serveConsequences(at([[0, 20_000]]), at([[0, 20_000]], 3))).toEqual([
    "Who enters the split changes.",
  ]);
});

test("a variant that gives way to a split moves those who get another one", () => {
  expect(serveConsequences({ variant: "a" }, split())).toEqual(["50 % get another variant."]);
  expect(serveConsequences({ variant: "a" }, split({ slices: [["a", 0, 100_000]] }))).toEqual([]);
});
