/** @module The Guidon evaluation engine: compile a snapshot once per revision, then evaluate flags with it. */
export { nextBoundary } from "./boundaries.ts";
export { bucket, murmur3 } from "./bucket.ts";
export { compile } from "./compile.ts";
export { evaluateAll } from "./evaluate-all.ts";
export { evaluate, type EvaluateOptions } from "./evaluate.ts";
export { explain } from "./explain.ts";
export type * from "./explanation.ts";
export type * from "./program.ts";
export { ENGINE_LEVEL } from "./trusting.ts";
export type * from "./types.ts";
