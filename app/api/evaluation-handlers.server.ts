import { evaluateFlags, type EvaluateFlagsInput } from "#app/features/evaluations/evaluate-flags.server.ts";
import { recordEvaluations } from "#app/features/evaluations/record-evaluations.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { z } from "zod";
import type { evaluationSchema } from "#openapi/v1/documents.ts";
import type { evaluationOperations } from "#openapi/v1/evaluation.ts";
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
    return {
      status: 200,
      body: {
        environment: evaluated.live.name,
        revision: evaluated.live.revision,
        evaluations: Object.fromEntries(evaluated.evaluations) as Record<
          string,
          z.input<typeof evaluationSchema>
        >,
        ...(evaluated.steps === undefined
          ? {}
          : {
              steps: Object.fromEntries(
                [...evaluated.steps].map(([key, steps]) => [key, steps.map((step) => ({ ...step }))]),
              ),
            }),
      },
    };
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
    const text = JSON.stringify({
      flags: [...evaluations].map(([key, evaluation]) => ofrepEvaluation(key, evaluation)),
      metadata: { environment: live.name, revision: live.revision },
    });
    const etag = bodyTag(text);
    if (matchesTag(headers["if-none-match"], etag)) return { status: 304, headers: { etag } };
    return { status: 200, headers: { etag }, text };
  },
};

function evaluateAndRecord(ctx: Context, input: EvaluateFlagsInput) {
  const evaluated = evaluateFlags(ctx, input);
  recordEvaluations(evaluated, { context: input.context, explain: input.explain ?? false });
  return evaluated;
}
