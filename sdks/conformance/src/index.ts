/** @module The cases that every implementation of the evaluation must pass, and a runner for them. */
import buckets from "../buckets.json" with { type: "json" };
import keys from "../keys.json" with { type: "json" };

export { caseFiles, type Case, type CaseFile, type Expected, type Need } from "./cases.ts";
export { firstDifference, runCases, type Answer, type Report, type Subject } from "./run.ts";

/** `[unit, seed, murmur3, bucket]`; append only. */
export const bucketVectors = buckets.vectors as unknown as readonly (readonly [
  unit: string,
  seed: number,
  hash: number,
  bucket: number,
])[];

/** What is a key and what is not. */
export const keyVectors: { readonly valid: readonly string[]; readonly invalid: readonly string[] } = keys;
