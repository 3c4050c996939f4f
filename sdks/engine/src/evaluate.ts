import type { Call } from "./call.ts";
import type { CompiledProgram } from "./compile.ts";
import { runFlag, type FlagPlan } from "./flag.ts";
import { Evaluations } from "./evaluations.ts";
import { shared } from "./outcome.ts";
import type { Program } from "./program.ts";
import type { Recorder } from "./recorder.ts";
import type { Detail, ErrorCode, Evaluation, EvaluationContext, FlagType } from "./types.ts";

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

/** Evaluates one flag, writing down the steps where there is a recorder. */
export function follow(
  program: CompiledProgram,
  flagKey: string,
  context: unknown,
  { now, type }: EvaluateOptions,
  recorder: Recorder | undefined,
): Evaluation {
  const plan = program.flags.get(flagKey);
  if (plan === undefined)
    return failure(program, "FLAG_NOT_FOUND", 0, program.archived.has(flagKey) ? "archived" : undefined);
  if (type !== undefined && type !== plan.type && plan.state !== "quarantined")
    return failure(program, "TYPE_MISMATCH", plan.revision);
  if (plan.fixed !== undefined && recorder === undefined) return shared(plan.fixed, program.revision);
  const call = program.begin(context, now);
  call.recorder = recorder;
  const evaluation = run(program, plan, call, false);
  call.recorder = undefined;
  program.release(call);
  return evaluation;
}

/**
 * Evaluates every flag (or every one marked `client`) for one context, in the order of their keys; what flags have in common is looked at once.
 * The result is a read-only map that is quickest to iterate: its index by key is made when first asked for.
 */
export function evaluateAll(
  program: Program,
  context: EvaluationContext,
  options: { readonly now: number; readonly clientOnly?: boolean },
): Evaluations {
  const compiled = program as CompiledProgram;
  const plans = options.clientOnly === true ? compiled.clientPlans : compiled.plans;
  const call = compiled.begin(context, options.now);
  const evaluations: Evaluation[] = [];
  for (let i = 0; i < plans.length; i++) {
    const plan = plans[i]!;
    evaluations.push(
      plan.fixed === undefined ? run(compiled, plan, call, true) : shared(plan.fixed, compiled.revision),
    );
  }
  compiled.release(call);
  return new Evaluations(plans, evaluations);
}

/** Only a context that throws while it is read, or a stack that is exhausted already, can end in the catch. */
function run(program: CompiledProgram, plan: FlagPlan, call: Call, shares: boolean): Evaluation {
  try {
    return shares ? call.flag(plan.index)! : runFlag(plan, call);
  } catch {
    return failure(program, "GENERAL", plan.revision);
  }
}

function failure(program: Program, errorCode: ErrorCode, flagRevision: number, detail?: Detail): Evaluation {
  const environmentRevision = program.revision;
  return {
    ...{ value: null, variant: null, reason: "ERROR", errorCode, flagRevision, environmentRevision },
    ...(detail && { detail }),
  };
}
