import { and, count, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { users } from "#db/schema/access.ts";
import { personalTokens } from "#db/schema/tokens.ts";

export type TokenRow = typeof personalTokens.$inferSelect;

/** Somebody's tokens, newest first, those that have expired too. */
export async function selectTokens(db: Queryable, userId: string): Promise<TokenRow[]> {
  return db
    .select()
    .from(personalTokens)
    .where(eq(personalTokens.userId, userId))
    .orderBy(desc(personalTokens.createdAt), desc(personalTokens.id));
}

/** How many tokens somebody has; who makes another waits for whoever is making one. */
export async function lockTokenCount(tx: Transaction, userId: string): Promise<number> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const [row] = await tx
    .select({ many: count() })
    .from(personalTokens)
    .where(eq(personalTokens.userId, userId));
  return row?.many ?? 0;
}

export async function insertToken(tx: Transaction, row: TokenRow): Promise<void> {
  await tx.insert(personalTokens).values(row);
}

export async function deleteToken(
  tx: Transaction,
  userId: string,
  id: string,
): Promise<TokenRow | undefined> {
  const [row] = await tx
    .delete(personalTokens)
    .where(and(eq(personalTokens.userId, userId), eq(personalTokens.id, id)))
    .returning();
  return row;
}

export async function findToken(
  db: Queryable,
  hash: string,
  now: Date,
): Promise<(Pick<TokenRow, "id" | "name" | "userId" | "lastUsedAt"> & { userName: string }) | undefined> {
  const { id, name, userId, lastUsedAt } = personalTokens;
  const [row] = await db
    .select({ id, name, userId, lastUsedAt, userName: users.name })
    .from(personalTokens)
    .innerJoin(users, eq(users.id, personalTokens.userId))
    .where(and(eq(personalTokens.hash, hash), gt(personalTokens.expiresAt, now)));
  return row;
}

/** At most once a minute. */
export async function markTokenUsed(db: Queryable, id: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 60_000);
  await db
    .update(personalTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(personalTokens.id, id),
        or(isNull(personalTokens.lastUsedAt), lt(personalTokens.lastUsedAt, before)),
      ),
    );
}
