import { hkdfSync } from "node:crypto";
import type { Context, Notice, Secrets } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { createSecretBox } from "#app/platform/secret-box.server.ts";
import {
  findKeptAnswer,
  insertKeptAnswer,
  updateKeptAnswer,
  type KeptAnswer,
} from "./idempotency-store.server.ts";

export interface DoOnceInput {
  /** What the caller calls this request and every retry of it. */
  readonly key: string;
  /** The credential that came with it: each has keys of its own. */
  readonly credential: string;
  /** A digest of all that is asked for. */
  readonly request: string;
}

export interface Done {
  readonly answer: string;
  /** It was done before; this is what was answered then. */
  readonly replayed: boolean;
}

/**
 * Does `work` once, and keeps what it answers for a day. Both are one transaction, so whoever tries again finds both or
 * neither; who tries meanwhile waits. Nothing is kept of work that throws.
 */
export async function doOnce(
  ctx: Context,
  input: DoOnceInput,
  work: (ctx: Context) => Promise<string>,
): Promise<Done> {
  const id = hashSecret(`${input.credential}\n${input.key}`);
  const box = boxOf(input);
  const afterwards: (() => Promise<void>)[] = [];
  const done = await ctx.db.transaction(async (tx): Promise<Done> => {
    afterwards.length = 0;
    const { request } = input;
    if (!(await insertKeptAnswer(tx, { id, request, answer: null, createdAt: ctx.now() }))) {
      return { answer: box.open(answerOf(await findKeptAnswer(tx, id), request), id), replayed: true };
    }
    const whenCommitted = async (effect: () => Promise<void>) => void afterwards.push(effect);
    const bus = { publish: (notice: Notice) => whenCommitted(() => ctx.bus.publish(notice)) };
    const answer = await work({ ...ctx, db: tx, bus, whenCommitted });
    await updateKeptAnswer(tx, id, box.seal(answer, id));
    return { answer, replayed: false };
  });
  for (const effect of afterwards) await effect();
  return done;
}

/** Answers may hold what is shown only once, so they open with what the caller alone has. */
function boxOf({ credential, key }: DoOnceInput): Secrets {
  const bytes = hkdfSync("sha256", credential, key, "guidon kept answer", 32);
  return createSecretBox([Buffer.from(bytes).toString("base64")]);
}

function answerOf(kept: KeptAnswer | undefined, request: string): string {
  if (kept?.answer == null) {
    throw new Problem("unavailable", {
      detail: "What was answered is just being forgotten. Try again.",
      headers: { "retry-after": "1" },
    });
  }
  if (kept.request === request) return kept.answer;
  throw new Problem("idempotency_key_reused", {
    detail:
      "Something else was asked for with this Idempotency-Key. Take a new one for each thing to be done.",
  });
}
