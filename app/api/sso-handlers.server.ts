import { changeSso } from "#app/features/sso/change-sso.server.ts";
import { readSso } from "#app/features/sso/read-sso.server.ts";
import { removeSso } from "#app/features/sso/remove-sso.server.ts";
import { changeSsoSchema } from "#app/features/sso/sso-connection.ts";
import type { ssoOperations } from "#openapi/v1/sso.ts";
import type { Handler } from "./handler.ts";
import { parseInput } from "./parse-input.ts";

type SsoHandlers = { [Id in keyof typeof ssoOperations]: Handler<(typeof ssoOperations)[Id]> };

export const ssoHandlers: SsoHandlers = {
  getSso: async (ctx) => {
    const { scopes, domains, roleMapping, ...others } = await readSso(ctx);
    return {
      status: 200,
      body: { ...others, scopes: [...scopes], domains: [...domains], roleMapping: [...roleMapping] },
    };
  },
  setSso: async (ctx, { body }) => {
    // The feature's own schema is stricter about addresses, scopes and domains than the contract tells.
    await changeSso(ctx, parseInput(changeSsoSchema, body));
    return { status: 204 };
  },
  removeSso: async (ctx) => {
    await removeSso(ctx);
    return { status: 204 };
  },
};
