/** @module The Guidon evaluation engine: compile a snapshot once per revision, then evaluate flags with it. */
export { nextBoundary } from "./boundaries.ts";
export { bucket, murmur3 } from "./bucket.ts";
export { compile, ENGINE_LEVEL } from "./compile.ts";
export { evaluate, evaluateAll, type EvaluateOptions } from "./evaluate.ts";
export { explain } from "./explain.ts";
export type * from "./explanation.ts";
export type * from "./program.ts";
export type * from "./types.ts";
export { unitOf, type Unit } from "./unit.ts";
