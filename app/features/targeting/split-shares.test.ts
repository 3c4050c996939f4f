import type { Slice } from "@guidon/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  even,
  formatPercent,
  layOut,
  movedBetween,
  resize,
  reweigh,
  sharesOf,
  WHOLE,
  type Share,
} from "./split-shares.ts";

const shares = (...sizes: number[]): Share[] =>
  sizes.map((size, at) => ({ variant: `v${String(at)}`, size: size * 1000 }));
const sizes = (list: readonly Share[]) => list.map((share) => share.size / 1000);

test("takes what one share gains from the largest of the others", () => {
  expect(sizes(resize(shares(60, 30, 10), 1, 40_000))).toEqual([50, 40, 10]);
});

test("goes on to the next largest when the largest is used up", () => {
  expect(sizes(resize(shares(60, 30, 10), 2, 80_000))).toEqual([0, 20, 80]);
});

test("gives what one share loses to the largest of the others", () => {
  expect(sizes(resize(shares(60, 30, 10), 1, 0))).toEqual([90, 0, 10]);
});

test("divides evenly and loses nothing", () => {
  expect(even(shares(100, 0, 0)).map((share) => share.size)).toEqual([33_334, 33_333, 33_333]);
});

test("shows a gap as a share of its own", () => {
  expect(sharesOf([["on", 0, 40_000]], ["off", "on"])).toEqual([
    { variant: "off", size: 0 },
    { variant: "on", size: 40_000 },
    { variant: null, size: 60_000 },
  ]);
});

test("a ramp only adds users and stays one slice a variant", () => {
  const before: Slice[] = [
    ["on", 0, 10_000],
    ["off", 10_000, WHOLE],
  ];
  const after = reweigh(before, [
    { variant: "on", size: 25_000 },
    { variant: "off", size: 75_000 },
  ]);
  expect(after).toEqual([
    ["on", 0, 25_000],
    ["off", 25_000, WHOLE],
  ]);
  expect(movedBetween(before, after)).toBe(15_000);
});

test("writes percentages with the digits they have", () => {
  expect([50_000, 12_500, 1, 33_333].map(formatPercent)).toEqual(["50 %", "12.5 %", "0.001 %", "33.333 %"]);
});

const anyShares = fc.array(fc.nat(WHOLE), { minLength: 1, maxLength: 5 }).map((weights) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const parts = weights.map((weight) => Math.floor((weight / total) * WHOLE));
  const rest = WHOLE - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((size, at): Share => ({ variant: `v${String(at)}`, size: at === 0 ? size + rest : size }));
});
const total = (list: readonly Share[]) => list.reduce((sum, share) => sum + share.size, 0);

test("shares always sum to the whole, whatever is typed", () => {
  fc.assert(
    fc.property(anyShares, fc.nat(4), fc.integer({ min: -WHOLE, max: 2 * WHOLE }), (list, at, size) => {
      expect(total(resize(list, at % list.length, size))).toBe(WHOLE);
    }),
  );
});

test("reweighing reaches the shares and moves no more users than the shares that shrink", () => {
  fc.assert(
    fc.property(anyShares, anyShares, (from, to) => {
      const names = [...new Set([...from, ...to].map((share) => share.variant))];
      const sizeIn = (list: readonly Share[], name: string | null) =>
        list.find((share) => share.variant === name)?.size ?? 0;
      const wanted = names.map((variant) => ({ variant, size: sizeIn(to, variant) }));
      const before = layOut(from);
      const after = reweigh(before, wanted);
      const shrunk = names.reduce(
        (sum, name) => sum + Math.max(0, sizeIn(from, name) - sizeIn(wanted, name)),
        0,
      );
      expect(total(sharesOf(after, []))).toBe(WHOLE);
      for (const { variant, size } of wanted) expect(sizeIn(sharesOf(after, []), variant)).toBe(size);
      expect(movedBetween(before, after)).toBe(shrunk);
    }),
  );
});

test("what is locked neither gives nor takes", () => {
  const shares = [
    { variant: "a", size: 50_000 },
    { variant: "b", size: 30_000 },
    { variant: "c", size: 20_000 },
  ];
  const sizes = (found: readonly { size: number }[]) => found.map(({ size }) => size);
  expect(sizes(resize(shares, 2, 40_000, new Set(["a"])))).toEqual([50_000, 10_000, 40_000]);
  expect(sizes(resize(shares, 2, 90_000, new Set(["a"])))).toEqual([50_000, 0, 50_000]);
  expect(sizes(resize(shares, 2, 5_000, new Set(["a", "b"])))).toEqual([50_000, 30_000, 20_000]);
  expect(sizes(even(shares, new Set(["a"])))).toEqual([50_000, 25_000, 25_000]);
  expect(sizes(even(shares, new Set(["a", "b", "c"])))).toEqual([50_000, 30_000, 20_000]);
});
