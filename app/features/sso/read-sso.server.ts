import { authorise } from "#app/features/access/authorise.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { redirectUri } from "./locate-provider.server.ts";
import type { SsoConnection } from "./sso-connection.ts";
import { findConnection } from "./sso-store.server.ts";

export interface SsoSettings {
  /** Everything but the secret; null where single sign-on is not set up. */
  readonly connection: SsoConnection | null;
  /** Where the provider sends browsers back to; it wants to know it beforehand. */
  readonly redirectUri: string;
}

export async function readSsoSettings(ctx: Context): Promise<SsoSettings> {
  authorise(ctx, "sso.read", { projectId: null });
  const row = await findConnection(ctx.db);
  if (row === undefined) return { connection: null, redirectUri: redirectUri(ctx) };
  const { name, issuer, clientId, scopes, groupsClaim, domains, createsAccounts, roleMapping } = row;
  return {
    connection: { name, issuer, clientId, scopes, groupsClaim, domains, createsAccounts, roleMapping },
    redirectUri: redirectUri(ctx),
  };
}

/** The same, where it is set up. */
export async function readSso(ctx: Context): Promise<SsoConnection & { readonly redirectUri: string }> {
  const { connection, ...others } = await readSsoSettings(ctx);
  if (connection === null) throw new Problem("not_found", { detail: "Single sign-on is not set up." });
  return { ...connection, ...others };
}
