import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSnapshot } from "./documents.ts";
import { NOW } from "./generated.fixture.ts";
import { bucket, compile, evaluate, type FlagDocument } from "./index.ts";

const RUNS = { numRuns: 300 };

describe("draws", () => {
  test("a ramp only adds users, and moves none between variants", () => {
    const flag = (traffic: number): FlagDocument => ({
      key: "a",
      revision: 1,
      engine: 1,
      type: "string",
      variants: ["control", "b", "c"].map((key) => ({ key, value: key })),
      on: true,
      offVariant: null,
      prerequisites: [],
      targets: [],
      rules: [],
      client: true,
      metadata: {},
      fallthrough: {
        split: {
          by: ["targetingKey"],
          seed: 1,
          slices: [
            ["control", 0, 40_000],
            ["b", 40_000, 70_000],
            ["c", 70_000, 100_000],
          ],
          gates: [{ kind: "traffic", by: ["targetingKey"], seed: 2, ranges: [[0, traffic]] }],
        },
      },
    });
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "binary" }),
        fc.nat(100_000),
        fc.nat(100_000),
        (unit, a, b) => {
          const ask = (traffic: number) =>
            evaluate(
              compile(
                makeSnapshot({
                  environment: "shop/test",
                  revision: 1,
                  publishedAt: "",
                  flags: [flag(traffic)],
                  segments: [],
                  archived: [],
                }),
              ),
              "a",
              { targetingKey: unit },
              { now: NOW },
            ).variant;
          const [less, more] = [ask(Math.min(a, b)), ask(Math.max(a, b))];
          if (less !== null) expect(more).toBe(less);
        },
      ),
      RUNS,
    );
  });

  const UNITS = 100_000;
  const seeds = [
    ...Array.from({ length: 32 }, (_, i) => i),
    ...Array.from({ length: 32 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0),
  ];
  const columns = seeds.map((seed) =>
    Uint8Array.from({ length: UNITS }, (_, i) => Math.floor(bucket(`user-${i}`, seed) / 10_000)),
  );

  /** The χ² statistic's normal score (Wilson and Hilferty), to compare with a bound of Bonferroni at one in a million. */
  const score = (chi: number, freedom: number): number =>
    (Math.cbrt(chi / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));

  test("buckets are uniform under every seed", () => {
    for (const column of columns) {
      const counts = new Float64Array(10);
      for (const tenth of column) counts[tenth]!++;
      const chi = counts.reduce((sum, count) => sum + (count - UNITS / 10) ** 2 / (UNITS / 10), 0);
      expect(score(chi, 9)).toBeLessThan(5.5);
    }
  });

  test("draws with different seeds are independent, adjacent seeds too", () => {
    for (let a = 0; a < columns.length; a++)
      for (let b = a + 1; b < columns.length; b++) {
        const counts = new Float64Array(100);
        const [left, right] = [columns[a]!, columns[b]!];
        for (let i = 0; i < UNITS; i++) counts[left[i]! * 10 + right[i]!]!++;
        let chi = 0;
        for (const count of counts) chi += (count - UNITS / 100) ** 2 / (UNITS / 100);
        expect(score(chi, 99)).toBeLessThan(6.2);
      }
  });
});
