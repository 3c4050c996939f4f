/** @module The cases that every implementation of the evaluation must pass, and a runner for them. */
import buckets from "../buckets.json" with { type: "json" };
import type { Document, Snapshot } from "@guidon/engine";
import documents from "../documents.json" with { type: "json" };
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

/** Canonical JSON, digests of documents and of lists, and a whole snapshot with its checksum. */
export const documentVectors = documents as unknown as {
  readonly canonical: readonly (readonly [value: unknown, text: string])[];
  readonly digests: readonly { readonly document: Document; readonly digest: string }[];
  readonly lists: readonly (readonly [keys: readonly string[], digest: string])[];
  /** The checksum of a snapshot without documents. */
  readonly empty: string;
  readonly snapshot: Snapshot;
};
