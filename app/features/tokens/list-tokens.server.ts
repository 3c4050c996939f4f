import { requirePerson } from "#app/features/access/require-person.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectTokens } from "./token-store.server.ts";

export interface ListedToken {
  readonly id: string;
  readonly name: string;
  /** The first characters of the token. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

/** One's own, newest first. */
export async function listTokens(ctx: Context): Promise<ListedToken[]> {
  const rows = await selectTokens(ctx.db, requirePerson(ctx).id);
  return rows.map(({ id, name, prefix, createdAt, expiresAt, lastUsedAt }) => ({
    id,
    name,
    prefix,
    createdAt,
    expiresAt,
    lastUsedAt,
  }));
}
