/** @module The engine without what can be handed to it: a matcher, hash profiles, more operators, and checks of whole documents. */
export { evaluateAll } from "./evaluate-all.ts";
export { evaluate, type EvaluateOptions } from "./evaluate.ts";
export { makeProgram as compile, type CoreOptions } from "./make-program.ts";
export type { MoreOperators } from "./operators.ts";
export type * from "./program.ts";
export { ENGINE_LEVEL } from "./trusting.ts";
export type { Checker } from "./entry.ts";
export type * from "./types.ts";
