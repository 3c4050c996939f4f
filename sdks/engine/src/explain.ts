import type { CompiledProgram } from "./compile.ts";
import { follow, type EvaluateOptions } from "./evaluate.ts";
import type { Explanation } from "./explanation.ts";
import type { Program } from "./program.ts";
import { Recorder } from "./recorder.ts";
import type { EvaluationContext } from "./types.ts";

/** Evaluates a flag by the same path as `evaluate`, and tells the steps that it took. */
export function explain(
  program: Program,
  flagKey: string,
  context: EvaluationContext,
  options: EvaluateOptions,
): Explanation {
  const recorder = new Recorder();
  const evaluation = follow(program as CompiledProgram, flagKey, context, options, recorder);
  return { flag: flagKey, evaluation, steps: recorder.steps };
}
