import { changePassword } from "#app/features/account/change-password.server.ts";
import { endOtherSessions } from "#app/features/account/end-other-sessions.server.ts";
import { endSession } from "#app/features/account/end-session.server.ts";
import { listSessions } from "#app/features/account/list-sessions.server.ts";
import { renameAccount } from "#app/features/account/rename-account.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { deleteToken } from "#app/features/tokens/delete-token.server.ts";
import { listTokens } from "#app/features/tokens/list-tokens.server.ts";
import { beginTwoFactor } from "#app/features/two-factor/begin-two-factor.server.ts";
import { confirmTwoFactor } from "#app/features/two-factor/confirm-two-factor.server.ts";
import { readTwoFactor } from "#app/features/two-factor/read-two-factor.server.ts";
import { removeTwoFactor } from "#app/features/two-factor/remove-two-factor.server.ts";
import { renewRecoveryCodes } from "#app/features/two-factor/renew-recovery-codes.server.ts";
import { renewSecondFactor } from "#app/features/two-factor/renew-second-factor.server.ts";
import { pageOf } from "#app/platform/cursor.ts";
import type { accountOperations } from "#openapi/v1/account.ts";
import type { Handler } from "./handler.ts";
import { sessionOrder, tokenOrder, usualLimit } from "./list-orders.ts";
import { time } from "./present.ts";

type AccountHandlers = { [Id in keyof typeof accountOperations]: Handler<(typeof accountOperations)[Id]> };

export const accountHandlers: AccountHandlers = {
  updateMe: async (ctx, { body }) => {
    await renameAccount(ctx, body);
    return { status: 204 };
  },
  changePassword: async (ctx, { body }) => {
    const { cookie } = await changePassword(ctx, body);
    return { status: 204, headers: { "set-cookie": cookie } };
  },
  listTokens: async (ctx, { query }) => {
    const { rows, next } = pageOf(await listTokens(ctx), tokenOrder, { limit: usualLimit, ...query });
    return {
      status: 200,
      body: {
        next,
        tokens: rows.map((token) => ({
          ...token,
          createdAt: time(token.createdAt),
          expiresAt: time(token.expiresAt),
          lastUsedAt: time(token.lastUsedAt),
        })),
      },
    };
  },
  createToken: async (ctx, { body }) => {
    const created = await createToken(ctx, { name: body.name, expiresAt: new Date(body.expiresAt) });
    return {
      status: 201,
      body: { ...created, createdAt: time(created.createdAt), expiresAt: time(created.expiresAt) },
    };
  },
  deleteToken: async (ctx, { params }) => {
    await deleteToken(ctx, params);
    return { status: 204 };
  },
  listSessions: async (ctx, { query }) => {
    const { rows, next } = pageOf(await listSessions(ctx), sessionOrder, { limit: usualLimit, ...query });
    return {
      status: 200,
      body: {
        next,
        sessions: rows.map((session) => ({
          ...session,
          createdAt: time(session.createdAt),
          lastSeenAt: time(session.lastSeenAt),
        })),
      },
    };
  },
  endSession: async (ctx, { params }) => {
    await endSession(ctx, { id: params.session });
    return { status: 204 };
  },
  endOtherSessions: async (ctx) => ({ status: 200, body: await endOtherSessions(ctx) }),
  getTwoFactor: async (ctx) => {
    const state = await readTwoFactor(ctx);
    return { status: 200, body: { ...state, since: time(state.since) } };
  },
  beginTwoFactor: async (ctx) => ({ status: 200, body: await beginTwoFactor(ctx) }),
  confirmTwoFactor: async (ctx, { body: { code, password } }) => {
    const { recoveryCodes, cookie } = await confirmTwoFactor(ctx, {
      code,
      ...(password === undefined ? {} : { password }),
    });
    return { status: 200, headers: { "set-cookie": cookie }, body: { recoveryCodes } };
  },
  removeTwoFactor: async (ctx) => {
    const { cookie } = await removeTwoFactor(ctx);
    return { status: 204, headers: { "set-cookie": cookie } };
  },
  renewRecoveryCodes: async (ctx) => ({ status: 200, body: await renewRecoveryCodes(ctx) }),
  giveSecondFactor: async (ctx, { body }) => {
    const { cookie } = await renewSecondFactor(ctx, body);
    return { status: 204, headers: { "set-cookie": cookie } };
  },
};
