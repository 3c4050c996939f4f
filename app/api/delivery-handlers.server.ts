import { requireLive } from "#app/features/evaluations/require-live.server.ts";
import type { evaluationOperations } from "#openapi/v1/evaluation.ts";
import { encodeSnapshot } from "./encode-snapshot.ts";
import { streaming, type Handler } from "./handler.ts";
import { matchesTag } from "./present.ts";

type Operations = typeof evaluationOperations;

export const deliveryHandlers: {
  [Id in "getSnapshot" | "stream"]: Handler<Operations[Id]>;
} = {
  getSnapshot: (ctx, { headers }) => {
    const { text, etag } = encodeSnapshot(requireLive(ctx));
    const unchanged = { etag, "cache-control": "private, no-cache" };
    if (matchesTag(headers["if-none-match"], etag)) return { status: 304, headers: unchanged };
    return { status: 200, headers: unchanged, text };
  },
  stream: (ctx, { headers }, { response, streams }) => {
    const live = requireLive(ctx);
    const last = headers["last-event-id"];
    streams.open(response, {
      live,
      from: last === undefined ? undefined : Number(last),
      keyId: ctx.actor.kind === "key" ? ctx.actor.id : "",
    });
    return streaming;
  },
};
