import { requireLive } from "#app/features/evaluations/require-live.server.ts";
import { catchUp } from "#app/features/publishing/catch-up.server.ts";
import { readChange } from "#app/features/publishing/read-change.server.ts";
import { networkOf } from "#app/platform/client-address.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { evaluationOperations } from "#openapi/v1/evaluation.ts";
import { chooseCoding, encodeSnapshot, tagOf } from "./encode-snapshot.ts";
import { streaming, type Call, type Handler } from "./handler.ts";
import { matchesTag } from "./present.ts";
import { changeFrame, snapshotFrame } from "./stream-frames.ts";

type Operations = typeof evaluationOperations;

export const deliveryHandlers: {
  [Id in "getSnapshot" | "stream" | "ofrepStream"]: Handler<Operations[Id]>;
} = {
  getSnapshot: (ctx, { headers }) => {
    const encoded = encodeSnapshot(requireLive(ctx));
    const held = headers["if-none-match"]?.replaceAll(/-(gzip|br)"/g, '"');
    if (matchesTag(held, encoded.etag))
      return { status: 304, headers: { etag: encoded.etag, ...revalidated } };
    const { coding, bytes } = chooseCoding(headers["accept-encoding"], encoded);
    const etag = tagOf(encoded.etag, coding);
    const named = coding === "identity" ? undefined : { "content-encoding": coding };
    return { status: 200, headers: { etag, ...revalidated, ...named }, text: bytes };
  },

  stream: (ctx, { headers }, call) => {
    const live = requireLive(ctx);
    const last = headers["last-event-id"];
    const from = last === undefined ? undefined : Number(last);
    const first = from === undefined ? snapshotFrame(live) : call.streams.resume(live, from);
    if (first === undefined) return resumeFromLog(ctx, call, from as number);
    call.streams.open(call.response, { live, first: [first], headers: call.headers, ...holderOf(ctx) });
    return streaming;
  },

  ofrepStream: (ctx, { headers }, call) => {
    const last = headers["last-event-id"];
    const open = { live: requireLive(ctx), last, headers: call.headers, ...holderOf(ctx) };
    call.streams.openNotices(call.response, open);
    return streaming;
  },
};

const revalidated = { "cache-control": "private, no-cache", vary: "accept-encoding" };

/** For a reader whose revision this process does not remember, or has not reached yet. */
async function resumeFromLog(ctx: Context, call: Call, from: number): Promise<typeof streaming> {
  const reached = Number.isSafeInteger(from) ? await catchUp(ctx, requireLive(ctx), from) : requireLive(ctx);
  const change = reached.revision > from ? await readChange(ctx, reached, from) : undefined;
  // What was published while the log was read follows from memory.
  const live = requireLive(ctx);
  const rest = call.streams.resume(live, change === undefined ? from : reached.revision);
  const known = change === undefined ? [] : [changeFrame(change)];
  const first = rest === undefined ? [snapshotFrame(live)] : [...known, rest];
  const open = { live, first, headers: call.headers, ...holderOf(ctx) };
  if (!call.response.destroyed) call.streams.open(call.response, open);
  return streaming;
}

/** Whose stream it is: of a public key, the address matters too. */
function holderOf({ actor, origin }: Context): { keyId: string; network: string | undefined } {
  if (actor.kind !== "key") return { keyId: "", network: undefined };
  const isPublic = actor.keyKind === "client" && origin.address !== null;
  return { keyId: actor.id, network: isPublic ? networkOf(origin.address) : undefined };
}
