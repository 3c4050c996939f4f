import type { Database } from "#db/client.server.ts";
import { grantsOf } from "#app/features/access/grants-of.server.ts";
import type { Actor } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { findToken, markTokenUsed } from "./token-store.server.ts";

/** Told from keys by its beginning. */
export const tokenPrefix = "gdn_pat_";

const minuteMs = 60_000;

/** Whose token it is, with what they hold at this moment: it is never more than they are. */
export async function actorOfToken(
  db: Database,
  token: string,
  now: Date,
): Promise<Extract<Actor, { kind: "token" }> | undefined> {
  const found = await findToken(db, hashSecret(token), now);
  if (found === undefined) return undefined;
  const { id, name, userId, userName, lastUsedAt } = found;
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > minuteMs)
    await markTokenUsed(db, id, now);
  return { kind: "token", id, name, userId, userName, grants: await grantsOf(db, userId) };
}
