import { expect, test } from "vitest";
import { bucket, compile, evaluate, evaluateAll, explain, murmur3 } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { bucketVectors, caseFiles, firstDifference } from "@guidon/conformance";

// A file of cases is one test, and compiles its snapshot inside of it, so that the mutation tester sees which tests plan what.
test.each(caseFiles)("$name", ({ snapshot, cases }) => {
  const program = compile(snapshot, { matcher });
  for (const { flag, context, now, type, expect: expected } of cases) {
    const options = { now: Date.parse(now), ...(type && { type }) };
    const evaluation = evaluate(program, flag, context, options);
    expect(firstDifference(expected, evaluation)).toBeUndefined();
    expect(explain(program, flag, context, options).evaluation).toEqual(evaluation);
  }
});

test.each(caseFiles)("$name, all flags at once", ({ snapshot, cases }) => {
  const program = compile(snapshot, { matcher });
  for (const { flag, context, now } of cases.filter((found) => program.flags.has(found.flag))) {
    const options = { now: Date.parse(now) };
    expect(evaluateAll(program, context, options).get(flag)).toEqual(
      evaluate(program, flag, context, options),
    );
  }
});

test("buckets", () => {
  for (const [unit, seed, hash, expected] of bucketVectors) {
    expect(murmur3(unit, seed)).toBe(hash);
    expect(murmur3(unit, seed)).toBe(hash);
    expect(bucket(unit, seed)).toBe(expected);
  }
});
