import type { Context } from "#app/platform/context.ts";
import { findConnection } from "./sso-store.server.ts";

/** What the sign-in page offers beside the password; null where nothing is set up. */
export async function readSsoOffer(ctx: Context): Promise<{ name: string } | null> {
  const connection = await findConnection(ctx.db);
  return connection === undefined ? null : { name: connection.name };
}
