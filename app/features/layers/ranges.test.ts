import { expect, test } from "vitest";
import { merged, resized, sizeOf, without } from "./ranges.ts";

test("ranges that touch or overlap become one, and empty ones none", () => {
  expect(
    merged([
      [50, 60],
      [0, 10],
      [10, 20],
      [5, 15],
      [30, 30],
    ]),
  ).toEqual([
    [0, 20],
    [50, 60],
  ]);
  expect(
    sizeOf([
      [0, 10],
      [5, 20],
    ]),
  ).toBe(20);
});

test("what is taken away leaves what is on both sides of it", () => {
  expect(
    without(
      [[0, 100]],
      [
        [20, 30],
        [90, 200],
      ],
    ),
  ).toEqual([
    [0, 20],
    [30, 90],
  ]);
  expect(without([[0, 100]], [[0, 100]])).toEqual([]);
  expect(without([[0, 100]], [])).toEqual([[0, 100]]);
});

test("a slice that grows keeps what it holds and takes the first free part", () => {
  expect(resized([[0, 10_000]], 30_000, [[10_000, 20_000]])).toEqual([
    [0, 10_000],
    [20_000, 40_000],
  ]);
  expect(resized([], 100_000, [])).toEqual([[0, 100_000]]);
});

test("a slice that shrinks is cut from its end", () => {
  expect(
    resized(
      [
        [0, 10_000],
        [20_000, 40_000],
      ],
      15_000,
      [],
    ),
  ).toEqual([
    [0, 10_000],
    [20_000, 25_000],
  ]);
  expect(resized([[0, 10_000]], 0, [])).toEqual([]);
});

test("there is no slice larger than what is free", () => {
  expect(resized([[0, 10_000]], 60_001, [[10_000, 50_000]])).toBeUndefined();
  expect(resized([[0, 10_000]], 60_000, [[10_000, 50_000]])).toEqual([
    [0, 10_000],
    [50_000, 100_000],
  ]);
});
