import { evaluateFlags, type EvaluateFlagsInput } from "#app/features/evaluations/evaluate-flags.server.ts";
import { recordEvaluations } from "#app/features/evaluations/record-evaluations.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExplanationStep } from "@guidon/engine";
import type { evaluationOperations } from "#openapi/v1/evaluation.ts";
import { encodeEvaluations, encodeOfrepEvaluations } from "./encode-evaluations.ts";
import type { Handler } from "./handler.ts";
import { bodyTag, ofrepEvaluation, unusableContext } from "./ofrep.ts";
import { matchesTag } from "./present.ts";

type Operations = typeof evaluationOperations;
type EvaluationHandlers = {
  [Id in "evaluate" | "ofrepEvaluateFlag" | "ofrepEvaluateFlags"]: Handler<Operations[Id]>;
};

export const evaluationHandlers: EvaluationHandlers = {
  evaluate: (ctx, { body }) => {
    const flags = body.flag === undefined ? (body.flags ?? "all") : [body.flag];
    const evaluated = evaluateAndRecord(ctx, {
      flags,
      context: body.context,
      explain: body.explain ?? false,
    });
    const { live } = evaluated;
    const steps = evaluated.steps === undefined ? "" : `,"steps":${encodeSteps(evaluated.steps)}`;
    const head = `{"environment":${JSON.stringify(live.name)},"revision":${live.revision},"evaluations":{`;
    return { status: 200, text: `${head}${encodeEvaluations(live, evaluated.evaluations)}}${steps}}` };
  },

  ofrepEvaluateFlag: (ctx, { params, body }) => {
    const refusal = unusableContext(body.context);
    if (refusal !== undefined) return { status: 400, body: { key: params.key, ...refusal } };
    const { evaluations } = evaluateAndRecord(ctx, { flags: [params.key], context: body.context ?? {} });
    const evaluation = evaluations.get(params.key);
    if (evaluation === undefined) throw new Error(`The flag ${params.key} was not evaluated.`);
    const answer = ofrepEvaluation(params.key, evaluation);
    if (!("errorCode" in answer)) return { status: 200, body: answer };
    return answer.errorCode === "FLAG_NOT_FOUND"
      ? { status: 404, body: answer }
      : { status: 400, body: answer };
  },

  ofrepEvaluateFlags: (ctx, { headers, body }) => {
    const refusal = unusableContext(body.context);
    if (refusal !== undefined) return { status: 400, body: refusal };
    const { live, evaluations } = evaluateAndRecord(ctx, { flags: "all", context: body.context ?? {} });
    const metadata = JSON.stringify({ environment: live.name, revision: live.revision });
    const text = `{"flags":[${encodeOfrepEvaluations(live, evaluations)}],"metadata":${metadata}}`;
    const etag = bodyTag(text);
    if (matchesTag(headers["if-none-match"], etag)) return { status: 304, headers: { etag } };
    return { status: 200, headers: { etag }, text };
  },
};

function encodeSteps(steps: ReadonlyMap<string, readonly ExplanationStep[]>): string {
  return `{${[...steps].map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`).join(",")}}`;
}

function evaluateAndRecord(ctx: Context, input: EvaluateFlagsInput) {
  const evaluated = evaluateFlags(ctx, input);
  recordEvaluations(evaluated, { context: input.context, explain: input.explain ?? false });
  return evaluated;
}
