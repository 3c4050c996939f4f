import { expect, test } from "vitest";
import { arrivalOf } from "./kill-words.ts";

const lag = { instances: 3, p50: 40, p99: 120, max: 120 };

test("says how many have it, and how long the slowest took once all have it", () => {
  expect(arrivalOf({ connected: 4, serving: 3, lag })).toEqual({
    words: "Applied by 3 of 4 instances.",
    done: false,
    percent: 75,
  });
  expect(arrivalOf({ connected: 1, serving: 1, lag })).toEqual({
    words: "Applied by 1 of 1 instance, the slowest after 0.12 s.",
    done: true,
    percent: 100,
  });
  expect(arrivalOf({ connected: 1, serving: 1, lag: { ...lag, max: 2345 } }).words).toContain("2.3 s");
  expect(arrivalOf({ connected: 2, serving: 2, lag: null }).words).toBe("Applied by 2 of 2 instances.");
});

test("does not wait for anybody where nobody reports", () => {
  expect(arrivalOf({ connected: 0, serving: 0, lag: null })).toMatchObject({ done: true });
  expect(arrivalOf(undefined)).toMatchObject({ done: false, percent: 0 });
});
