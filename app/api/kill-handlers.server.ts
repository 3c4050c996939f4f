import { ownEnvironment } from "#app/features/access/own-environment.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import type { KillState } from "#app/features/targeting/kill-state.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import type { killOperations } from "#openapi/v1/kill.ts";
import type { Handler } from "./handler.ts";
import { entityTag } from "./present.ts";

export const killHandlers: { [Id in keyof typeof killOperations]: Handler<(typeof killOperations)[Id]> } = {
  killFlag: async (ctx, { params, body }) => shown(await killFlag(ctx, { ...body, ...params })),
  liftKill: async (ctx, { params, query }) => shown(await liftKill(ctx, { ...query, ...params })),
  killFlagHere: async (ctx, { params, body }) =>
    shown(await killFlag(ctx, { ...body, ...params, ...(await ownEnvironment(ctx)) })),
  liftKillHere: async (ctx, { params, query }) =>
    shown(await liftKill(ctx, { ...query, ...params, ...(await ownEnvironment(ctx)) })),
};

function shown(state: KillState) {
  return { status: 200, headers: { etag: entityTag(state.version) }, body: { ...state } } as const;
}
