import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { clientSecretPurpose } from "./client-secret.ts";
import { findConnection, type ConnectionRow } from "./sso-store.server.ts";

/** The connection, with its secret in clear. */
export async function locateProvider(ctx: Context): Promise<ConnectionRow> {
  const connection = await findConnection(ctx.db);
  if (connection === undefined) throw new Problem("not_found", { detail: "Single sign-on is not set up." });
  return { ...connection, clientSecret: ctx.secrets.open(connection.clientSecret, clientSecretPurpose) };
}

export const redirectUri = (ctx: Context): string => `${ctx.publicUrl}/sso/callback`;
