export { isSigned, keyIdOf, readCheckpoint, signCheckpoint } from "./checkpoint.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { digestOf, entryHash, genesis, hashOf, keptDigest } from "./entry.ts";
export type { ChainEntry, Erasure, HashedEntry, Kept } from "./entry.ts";
export { readEntry } from "./read-entry.ts";
export { createVerifier } from "./verify.ts";
export type { Anchor, Finding, Harm, Verdict, Verifier } from "./verify.ts";
