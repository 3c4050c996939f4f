import { ownEnvironment } from "#app/features/access/own-environment.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import type { KillState } from "#app/features/targeting/kill-state.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import type { killOperations } from "#openapi/v1/kill.ts";
import type { Handler } from "./handler.ts";
import { entityTag, versionOf } from "./present.ts";

export const killHandlers: { [Id in keyof typeof killOperations]: Handler<(typeof killOperations)[Id]> } = {
  killFlag: async (ctx, { params, query, headers, body }) =>
    shown(await killFlag(ctx, { ...body, ...query, ...params, ...asked(headers) })),
  liftKill: async (ctx, { params, query, headers }) =>
    shown(await liftKill(ctx, { ...query, ...params, ...asked(headers) })),
  killFlagHere: async (ctx, { params, query, headers, body }) =>
    shown(
      await killFlag(ctx, {
        ...body,
        ...query,
        ...params,
        ...asked(headers),
        ...(await ownEnvironment(ctx)),
      }),
    ),
  liftKillHere: async (ctx, { params, query, headers }) =>
    shown(await liftKill(ctx, { ...query, ...params, ...asked(headers), ...(await ownEnvironment(ctx)) })),
};

function asked(headers: { "if-match"?: string | undefined }) {
  return { expectedVersion: versionOf(headers["if-match"]) };
}

function shown(state: KillState) {
  return { status: 200, headers: { etag: entityTag(state.version) }, body: { ...state } } as const;
}
