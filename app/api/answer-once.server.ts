import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { doOnce } from "#app/features/idempotency/do-once.server.ts";
import type { Context } from "#app/platform/context.ts";
import { isCreation, type Operation } from "#openapi/operation.ts";
import { idempotencyKeyHeader } from "#openapi/v1/common.ts";
import { presentedKey } from "./authenticate.server.ts";
import type { AnyReply, streaming } from "./handler.ts";
import { parseInput } from "./parse-input.ts";

type Answering = (ctx: Context) => AnyReply | typeof streaming | Promise<AnyReply | typeof streaming>;

export interface AnswerOnceInput {
  readonly operation: Operation;
  readonly request: IncomingMessage;
  readonly body: Buffer | undefined;
}

/** Creates once for each Idempotency-Key, and answers every retry as the first time. */
export function answerOnce(
  ctx: Context,
  { operation, request, body }: AnswerOnceInput,
  answer: Answering,
): ReturnType<Answering> {
  if (!isCreation(operation)) return answer(ctx);
  const key = parseInput(idempotencyKeyHeader, request.headers)["idempotency-key"];
  return key === undefined ? answer(ctx) : replayable(ctx, { key, request, body }, answer);
}

async function replayable(
  ctx: Context,
  { key, request, body }: { key: string; request: IncomingMessage; body: Buffer | undefined },
  answer: Answering,
): Promise<AnyReply | typeof streaming> {
  const credential = ctx.actor.kind === "user" ? ctx.actor.sessionId : (presentedKey(request) ?? "");
  const asked = createHash("sha256")
    .update(`${request.method} ${request.url}\n`)
    .update(body ?? "");
  const { answer: text, replayed } = await doOnce(
    ctx,
    { key, credential, request: asked.digest("hex") },
    async (inside) => JSON.stringify(await answer(inside)),
  );
  const reply = JSON.parse(text) as AnyReply;
  return replayed ? { ...reply, headers: { ...reply.headers, "idempotency-replayed": "true" } } : reply;
}
