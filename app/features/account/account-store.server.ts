import { and, desc, eq, gt } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { sessions, users } from "#db/schema/access.ts";

export async function findPasswordHash(db: Queryable, userId: string): Promise<string | null> {
  const [row] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId));
  return row?.passwordHash ?? null;
}

export async function updateAccount(
  tx: Transaction,
  userId: string,
  change: { name: string } | { passwordHash: string },
): Promise<void> {
  await tx.update(users).set(change).where(eq(users.id, userId));
}

/** The sessions that are open, the last seen first; `id` is the digest. */
export async function selectSessions(
  db: Queryable,
  userId: string,
  now: Date,
): Promise<(typeof sessions.$inferSelect)[]> {
  return db
    .select()
    .from(sessions)
    .where(
      and(eq(sessions.userId, userId), eq(sessions.awaitsSecondFactor, false), gt(sessions.expiresAt, now)),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
}

export async function deleteSession(tx: Transaction, userId: string, handle: string): Promise<boolean> {
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.handle, handle)))
    .returning({ handle: sessions.handle });
  return gone.length > 0;
}
