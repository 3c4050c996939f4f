import { bucket, compile, evaluate, explain, murmur3, type Program } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { isKey } from "@guidon/engine/validate";
import { describe, expect, test } from "vitest";
import { bucketVectors, caseFiles, firstDifference, keyVectors } from "./index.ts";

describe.each(caseFiles)("$name", ({ snapshot, cases }) => {
  const program: Program = compile(snapshot, { matcher });
  test.for(cases)("$name", (found) => {
    const options = { now: Date.parse(found.now), ...(found.type && { type: found.type }) };
    const evaluation = evaluate(program, found.flag, found.context, options);
    expect(firstDifference(found.expect, evaluation)).toBeUndefined();
    expect(explain(program, found.flag, found.context, options).evaluation).toEqual(evaluation);
  });
});

test("buckets are the published ones", () => {
  for (const [unit, seed, hash, expected] of bucketVectors) {
    expect(murmur3(unit, seed)).toBe(hash);
    expect(bucket(unit, seed)).toBe(expected);
  }
});

test("keys are told from what is none", () => {
  expect(keyVectors.valid.filter((key) => !isKey(key))).toEqual([]);
  expect(keyVectors.invalid.filter(isKey)).toEqual([]);
});
