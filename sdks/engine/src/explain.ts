import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import type { Entry } from "./entry.ts";
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
    traced.set(
      program,
      (found = new CompiledProgram(program.snapshot, program.tools, program.checker, tracer)),
    );
    for (const flag of program.flags.values())
      found.flags.set(flag.key, copied(new FlagEntry(found, flag.given), flag));
    for (const segment of program.segments.values()) {
      const copy = copied(new SegmentEntry(found, segment.given), segment);
      found.segments.set(segment.key, copy);
      copy.included = segment.included;
      copy.excluded = segment.excluded;
    }
  }
  return found;
}

function copied<Copied extends Entry>(copy: Copied, from: Copied): Copied {
  copy.follow(from, true);
  return copy;
}
