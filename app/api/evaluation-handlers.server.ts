import {
  evaluateFlags,
  isClientKey,
  type EvaluateFlagsInput,
} from "#app/features/evaluations/evaluate-flags.server.ts";
import { requireLive } from "#app/features/evaluations/require-live.server.ts";
import { recordEvaluations } from "#app/features/evaluations/record-evaluations.server.ts";
import { catchUp } from "#app/features/publishing/catch-up.server.ts";
import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import type { ExplanationStep } from "@guidon/engine";
import type { evaluationOperations } from "#openapi/v1/evaluation.ts";
import { encodeEvaluations, encodeOfrepEvaluations } from "./encode-evaluations.ts";
import type { Handler, Reply } from "./handler.ts";
import { bulkTag, ofrepEvaluation, parseConfigTag, unusableContext, type ConfigTag } from "./ofrep.ts";
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

  ofrepEvaluateFlags: (ctx, { headers, query, body }, { noticesUrl }) => {
    const refusal = unusableContext(body.context);
    if (refusal !== undefined) return { status: 400, body: refusal };
    const context = body.context ?? {};
    const answer = (live: LiveEnvironment): Reply<Operations["ofrepEvaluateFlags"]> => {
      const url = noticesUrl();
      const more = [isClientKey(ctx), url ?? ""];
      const etag = bulkTag(live, { context, now: ctx.now().getTime(), more });
      if (matchesTag(headers["if-none-match"], etag)) return { status: 304, headers: { etag } };
      const evaluated = evaluateAndRecord(ctx, { flags: "all", context });
      const flags = encodeOfrepEvaluations(evaluated.live, evaluated.evaluations);
      const metadata = JSON.stringify({ environment: live.name, revision: live.revision });
      const streams = url === undefined ? "" : `,"eventStreams":${JSON.stringify([{ type: "sse", url }])}`;
      return {
        status: 200,
        headers: { etag },
        text: `{"flags":[${flags}],"metadata":${metadata}${streams}}`,
      };
    };
    const live = requireLive(ctx);
    const named = query.flagConfigEtag === undefined ? undefined : parseConfigTag(query.flagConfigEtag);
    return named === undefined ? answer(live) : reachTag(ctx, live, named).then(answer);
  },
};

/** How long an answer may wait for this process's clock to pass an instant that another's has passed. */
const mostClockLagMs = 1000;

/** Never an answer older than the state that a notice named: it may have come from a process that is ahead of this one. */
async function reachTag(
  ctx: Context,
  live: LiveEnvironment,
  { revision, at }: ConfigTag,
): Promise<LiveEnvironment> {
  const lag = (at ?? 0) - ctx.now().getTime();
  if (lag > mostClockLagMs) {
    const detail = "The instant that the notice named has not come here yet.";
    throw new Problem("unavailable", { detail, headers: { "retry-after": "1" } });
  }
  if (lag > 0) await new Promise((passed) => setTimeout(passed, lag));
  return catchUp(ctx, live, revision);
}

function encodeSteps(steps: ReadonlyMap<string, readonly ExplanationStep[]>): string {
  return `{${[...steps].map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`).join(",")}}`;
}

function evaluateAndRecord(ctx: Context, input: EvaluateFlagsInput) {
  const evaluated = evaluateFlags(ctx, input);
  recordEvaluations(evaluated, { context: input.context, explain: input.explain ?? false });
  return evaluated;
}
