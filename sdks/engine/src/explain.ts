import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import { follow, type EvaluateOptions } from "./evaluate.ts";
import type { Explanation } from "./explanation.ts";
import type { Program } from "./program.ts";
import { StepRecorder, tracer } from "./recorder.ts";
import type { EvaluationContext } from "./types.ts";

/** Programs of which each condition also tells how it came out, by the programs that they are otherwise the same as. */
const traced = /* @__PURE__ */ new WeakMap<Program, CompiledProgram>();

/** Evaluates a flag by the same path as `evaluate`, and tells the steps that it took. */
export function explain(
  program: Program,
  flagKey: string,
  context: EvaluationContext,
  options: EvaluateOptions,
): Explanation {
  const found = tracedOf(program as CompiledProgram);
  const recorder = new StepRecorder(found);
  const evaluation = follow(found, flagKey, context, options, recorder);
  return { flag: flagKey, evaluation, steps: recorder.steps };
}

function tracedOf(program: CompiledProgram): CompiledProgram {
  let found = traced.get(program);
  if (!found) {
    traced.set(program, (found = new CompiledProgram(program.snapshot, program, tracer)));
    for (const [key, flag] of program.flags)
      found.flags.set(key, new FlagEntry(found, key, flag.given, flag));
    for (const [key, segment] of program.segments) {
      const { included, excluded } = segment;
      const copy = new SegmentEntry(found, key, segment.given, segment);
      found.segments.set(key, Object.assign(copy, { included, excluded }));
    }
  }
  return found;
}
