/** @module The Guidon evaluation engine: compile a snapshot once per revision, then evaluate flags with it. */
import type { Explanation } from "./explanation.ts";
import type { Program } from "./program.ts";
import type {
  Evaluation,
  EvaluationContext,
  FlagType,
  Hasher,
  ListReference,
  Matcher,
  Snapshot,
} from "./types.ts";

export type * from "./types.ts";
export type * from "./explanation.ts";
export type { MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";

export const ENGINE_LEVEL = 1;

export interface CompileOptions {
  readonly matcher?: Matcher;
  readonly hasher?: Hasher;
  readonly previous?: Program;
  readonly lists?: (
    segment: string,
    list: "included" | "excluded",
    reference: ListReference,
  ) => ReadonlySet<string> | undefined;
}
export interface EvaluateOptions {
  readonly now: number;
  readonly type?: FlagType;
}

export declare function compile(snapshot: Snapshot, options?: CompileOptions): Program;
export declare function evaluate(
  program: Program,
  flagKey: string,
  context: EvaluationContext,
  options: EvaluateOptions,
): Evaluation;
export declare function evaluateAll(
  program: Program,
  context: EvaluationContext,
  options: { readonly now: number; readonly clientOnly?: boolean },
): Map<string, Evaluation>;
export declare function explain(
  program: Program,
  flagKey: string,
  context: EvaluationContext,
  options: EvaluateOptions,
): Explanation;
export declare function nextBoundary(program: Program, now: number): number | undefined;
export declare function bucket(unit: string, seed: number): number;
export declare function murmur3(text: string | Uint8Array, seed: number): number;
