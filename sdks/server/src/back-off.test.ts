import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawDelay } from "./back-off.ts";

const settings = { base: 500, cap: 30_000 };
const widest = () => 1 - Number.EPSILON;

describe("drawDelay", () => {
  test("doubles its window with every failure and stops at the cap", () => {
    const windows = [0, 1, 2, 5, 6, 7, 1_000_000].map((attempt) =>
      Math.round(drawDelay(settings, { attempt }, widest)),
    );
    expect(windows).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("takes the service's retry as the first window, even one past the cap", () => {
    expect(Math.round(drawDelay(settings, { attempt: 0, retryWindow: 10_000 }, widest))).toBe(10_000);
    expect(Math.round(drawDelay(settings, { attempt: 1, retryWindow: 10_000 }, widest))).toBe(20_000);
    expect(Math.round(drawDelay(settings, { attempt: 3, retryWindow: 60_000 }, widest))).toBe(60_000);
  });

  test("draws from the whole window, so that many clients spread evenly", () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, dice) => {
          const widestDelay = drawDelay(settings, { attempt }, () => 1);
          expect(drawDelay(settings, { attempt }, () => dice)).toBeCloseTo(dice * widestDelay, 6);
        },
      ),
    );
  });
});
