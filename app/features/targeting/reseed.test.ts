import { expect, test } from "vitest";
import { reseed } from "./reseed.ts";
import type { Targeting } from "./targeting.ts";

test("gives every draw a seed of its own, shared ones one, and leaves layers and holdouts as they are", () => {
  const by = ["targetingKey"];
  const slices = [["on", 0, 100_000]] as const;
  const targeting: Targeting = {
    on: true,
    offVariant: "off",
    prerequisites: [],
    targets: [],
    rules: [
      {
        id: "r1",
        when: {
          all: [{ not: { sample: { by, seed: 3, ranges: [[0, 10]] } } }, { flag: "x", variants: ["on"] }],
        },
        serve: {
          split: {
            by,
            seed: 1,
            slices,
            gates: [
              { kind: "traffic", by, seed: 2, ranges: [[0, 50_000]] },
              { kind: "layer", by, seed: 9, ranges: [[0, 50_000]] },
            ],
          },
        },
      },
    ],
    fallthrough: { split: { by, seed: 1, slices } },
  };
  let seed = 100;
  const copy = reseed(targeting, () => ++seed);
  const text = JSON.stringify(targeting);
  expect(JSON.stringify(copy)).toBe(
    text
      .replace('"seed":3', '"seed":101')
      .replaceAll('"seed":1,"slices"', '"seed":102,"slices"')
      .replace('"seed":2', '"seed":103'),
  );
});
