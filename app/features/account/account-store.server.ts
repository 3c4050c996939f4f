import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { invitations, sessions, users } from "#db/schema/access.ts";
import { apiKeys } from "#db/schema/api-keys.ts";

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

/** Whoever has this address, with the keys that they own. */
export async function findAccountByEmail(
  db: Queryable,
  email: string,
): Promise<{ id: string; name: string; keyIds: string[] } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.email, email))
    .for("update");
  if (row === undefined) return undefined;
  const keys = await db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.ownerId, row.id));
  return { ...row, keyIds: keys.map(({ id }) => id) };
}

/** What refers to the account goes with it. */
export async function deleteAccount(tx: Transaction, userId: string): Promise<number> {
  return (await tx.delete(users).where(eq(users.id, userId)).returning({ id: users.id })).length;
}

export async function deleteInvitationsTo(tx: Transaction, emails: readonly string[]): Promise<number> {
  const gone = await tx
    .delete(invitations)
    .where(
      inArray(
        sql`lower(${invitations.email})`,
        [...emails].map((email) => email.toLowerCase()),
      ),
    )
    .returning({ id: invitations.id });
  return gone.length;
}
