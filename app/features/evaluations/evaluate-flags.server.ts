import {
  evaluate,
  evaluateAll,
  explain,
  type Evaluation,
  type EvaluationContext,
  type ExplanationStep,
} from "@guidon/engine";
import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { requireLive } from "./require-live.server.ts";

export interface EvaluateFlagsInput {
  readonly flags: readonly string[] | "all";
  readonly context: EvaluationContext;
  /** Adds the steps of each flag; refused to client keys, which must not see rules. */
  readonly explain?: boolean;
}

export interface EvaluatedFlags {
  readonly live: LiveEnvironment;
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly steps?: ReadonlyMap<string, readonly ExplanationStep[]>;
}

/**
 * Evaluates with the program in memory: no database, nothing to wait for. A client key sees the flags marked for
 * clients; to it the others do not exist.
 */
export function evaluateFlags(ctx: Context, input: EvaluateFlagsInput): EvaluatedFlags {
  const live = requireLive(ctx);
  const clientOnly = isClientKey(ctx);
  if (input.explain === true && clientOnly) {
    throw new Problem("not_permitted", {
      detail: "A client key gets no explanations: they would show rules.",
    });
  }
  const options = { now: ctx.now().getTime() };
  if (input.flags === "all" && input.explain !== true) {
    return { live, evaluations: evaluateAll(live.program, input.context, { ...options, clientOnly }) };
  }
  // What is delivered in bulk is not used yet; only what was asked for by name is counted.
  const counted = input.flags !== "all";
  const keys = input.flags === "all" ? live.program.flags.keys() : input.flags;
  const evaluations = new Map<string, Evaluation>();
  const steps = new Map<string, readonly ExplanationStep[]>();
  for (const key of keys) {
    if (clientOnly && live.program.flags.get(key)?.client !== true) {
      evaluations.set(key, absent(live));
    } else if (input.explain === true) {
      const explanation = explain(live.program, key, input.context, options);
      evaluations.set(key, explanation.evaluation);
      steps.set(key, explanation.steps);
    } else {
      evaluations.set(key, evaluate(live.program, key, input.context, options));
    }
    const evaluation = evaluations.get(key);
    if (counted && evaluation !== undefined) ctx.counts.add(live.id, key, evaluation);
  }
  return { live, evaluations, ...(input.explain === true ? { steps } : {}) };
}

export function isClientKey({ actor }: Context): boolean {
  return actor.kind === "key" && actor.keyKind === "client";
}

function absent(live: LiveEnvironment): Evaluation {
  return {
    value: null,
    variant: null,
    reason: "ERROR",
    errorCode: "FLAG_NOT_FOUND",
    flagRevision: 0,
    environmentRevision: live.revision,
  };
}
