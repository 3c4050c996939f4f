import { newCall, type Recorder } from "./call.ts";
import type { CompiledProgram } from "./compiled-program.ts";
import { runFlag } from "./flag.ts";
import type { Program } from "./program.ts";
import { failure } from "./served.ts";
import { serveAtOnce } from "./split.ts";
import type { Evaluation, EvaluationContext, FlagType } from "./types.ts";

export interface EvaluateOptions {
  /** Epoch milliseconds; what is below the millisecond is cut. */
  readonly now: number;
  /** Asked for by the caller: a flag of another type answers TYPE_MISMATCH. */
  readonly type?: FlagType;
}

/** Evaluates one flag for one context. Pure and total: it never throws, and its result depends on its arguments alone. */
export function evaluate(
  program: Program,
  flagKey: string,
  context: EvaluationContext,
  options: EvaluateOptions,
): Evaluation {
  return follow(program as CompiledProgram, flagKey, context, options, undefined);
}

/** Evaluates one flag, telling the steps where somebody records them. */
export function follow(
  program: CompiledProgram,
  flagKey: string,
  context: unknown,
  options: EvaluateOptions,
  recorder: Recorder | undefined,
): Evaluation {
  const flag = program.flags.get(flagKey);
  if (flag === undefined) return missing(program, flagKey);
  const plan = flag.plan ?? flag.ready();
  const { type } = options;
  if (type !== undefined && type !== flag.type && plan.state !== "quarantined")
    return failure(program, "TYPE_MISMATCH", flag.revision);
  if (plan.fixed !== undefined && recorder === undefined) return plan.fixed;
  try {
    if (plan.only !== undefined && recorder === undefined) {
      const served = serveAtOnce(plan.only, plan.source, context, program.revision);
      if (served !== undefined) return served;
    }
    return runFlag(plan, newCall(program, context, options, recorder));
  } catch {
    // Only a context that throws while it is read, or a stack that is exhausted, can end here.
    return failure(program, "GENERAL", flag.revision);
  }
}

function missing(program: Program, flagKey: string): Evaluation {
  const archived: unknown = program.snapshot.archived;
  const isArchived = Array.isArray(archived) && archived.includes(flagKey);
  return failure(program, "FLAG_NOT_FOUND", 0, isArchived ? "archived" : undefined);
}
