import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deepestContext, evaluationOperations } from "#openapi/v1/evaluation.ts";
import { parseEvaluate, parseOfrep } from "./parse-evaluation.ts";

const json = fc.jsonValue({ maxDepth: 4 });
/** What JSON can write and no double can hold. */
const endless = fc.constantFrom(Infinity, -Infinity);
const attribute = fc.oneof({ weight: 8, arbitrary: json }, { weight: 1, arbitrary: endless });
const name = fc.oneof(
  { weight: 9, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constant("__proto__") },
);
const context = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(name, attribute) },
  { weight: 1, arbitrary: json },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: deepestContext + 3 }).map(nested) },
);
const key = fc.oneof(fc.string(), fc.constant("k".repeat(1000)), fc.constant("k".repeat(1001)));
const flags = fc.oneof(
  fc.array(key, { maxLength: 4 }),
  fc.constantFrom(1000, 1001).map((length) => Array.from({ length }, (_, i) => `flag-${i}`)),
  json,
);
const flag = fc.oneof({ weight: 4, arbitrary: key }, { weight: 1, arbitrary: json });
const all = fc.constantFrom<unknown>(true, true, true, false, null, 1);
const explain = fc.constantFrom<unknown>(true, false, false, null, "true");
const optional = { requiredKeys: ["context"] as "context"[] };
/** Mostly one choice and a context, so that what decides is the odd member. */
const evaluateBody = fc.oneof(
  { weight: 3, arbitrary: fc.record({ flag, context, explain }, optional) },
  { weight: 3, arbitrary: fc.record({ flag, context }) },
  { weight: 3, arbitrary: fc.record({ flags, context }) },
  { weight: 3, arbitrary: fc.record({ all, context }) },
  { weight: 2, arbitrary: fc.record({ flag, flags, all, context, contexts: json }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: json },
);

/** Whether some object has a member of that name, which the schema takes out. */
const hasPrototype = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(hasPrototype));

/** Arrays and objects in turn, `depth` levels in all. */
function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let level = depth; level > 1; level--) value = level % 2 === 0 ? [value] : { inner: value };
  return { outer: value };
}

describe("what is read by hand is what the contract says", () => {
  test.each([
    ["evaluate", evaluateBody, parseEvaluate, evaluationOperations.evaluate.body],
    [
      "OFREP",
      fc.oneof(fc.record({ context, more: json }, { requiredKeys: [] }), json),
      parseOfrep,
      evaluationOperations.ofrepEvaluateFlags.body,
    ],
  ] as const)(
    "%s: nothing is accepted that the schema refuses, and it reads the same",
    (_, bodies, parse, schema) => {
      fc.assert(
        fc.property(bodies, (body: unknown) => {
          const byHand = parse(body);
          const bySchema = schema.safeParse(body);
          expect(byHand === undefined || bySchema.success).toBe(true);
          expect(byHand ?? {}).toMatchObject((byHand && bySchema.data) ?? {});
        }),
        { numRuns: 2000 },
      );
    },
  );

  test("evaluate: nothing that the schema accepts as it is is left to it", () => {
    fc.assert(
      fc.property(evaluateBody, (body: unknown) => {
        const accepted = evaluationOperations.evaluate.body.safeParse(body).success;
        expect(parseEvaluate(body) !== undefined).toBe(accepted && !hasPrototype(body));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["1", "1e999", '{ "deep": [1e999] }'])(
    "a member __proto__ of a context is left to the schema, which takes it out: %s",
    (value) => {
      for (const context of [`{ "__proto__": ${value} }`, `{ "a": [{ "__proto__": ${value} }] }`]) {
        const body: unknown = JSON.parse(`{ "flag": "a", "context": ${context} }`);
        expect(parseEvaluate(body)).toBeUndefined();
        expect(hasPrototype(evaluationOperations.evaluate.body.parse(body))).toBe(false);
      }
    },
  );

  test("both reach the accepting and the refusing side often enough to say something", () => {
    const bodies = fc.sample(evaluateBody, { numRuns: 2000, seed: 1 });
    const accepted = bodies.filter((body) => parseEvaluate(body) !== undefined).length;
    expect(accepted).toBeGreaterThan(250);
    expect(accepted).toBeLessThan(1500);
  });

  test.each([
    [deepestContext, true],
    [deepestContext + 1, false],
  ])("a context of %i levels: %s", (depth, accepted) => {
    const body = { flag: "a", context: nested(depth) };
    expect(parseEvaluate(body) !== undefined).toBe(accepted);
    expect(evaluationOperations.evaluate.body.safeParse(body).success).toBe(accepted);
  });
});
