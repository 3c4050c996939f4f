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

  test("takes the service's retry as its window, even one past the cap, and doubles it from the third failure on", () => {
    const widestOf = (attempt: number, retryWindow: number) =>
      Math.round(drawDelay(settings, { attempt, retryWindow }, widest));
    expect([0, 1, 2, 3, 4].map((attempt) => widestOf(attempt, 8_000))).toEqual([
      10_000, 10_000, 10_000, 20_000, 37_500,
    ]);
    expect(widestOf(3, 60_000)).toBe(75_000);
  });

  test("leaves a restarting service the first quarter of its window", () => {
    expect(drawDelay(settings, { attempt: 0, retryWindow: 8_000 }, () => 0)).toBe(2_000);
  });

  test("draws from the whole window, so that many clients spread evenly", () => {
    const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.option(fc.nat(60_000), { nil: undefined }),
        dice,
        (attempt, retryWindow, dice) => {
          const position = { attempt, retryWindow };
          const [first, last, drawn] = [0, 1, dice].map((random) =>
            drawDelay(settings, position, () => random),
          );
          expect(drawn).toBeCloseTo(first! + dice * (last! - first!), 6);
        },
      ),
    );
  });
});
