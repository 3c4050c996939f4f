import { eq, lte } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { users } from "#db/schema/access.ts";
import { passwordResets } from "#db/schema/sign-in.ts";

export type UserRow = typeof users.$inferSelect;

export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  return row;
}

/** In place of what was asked for before: only the newest link opens. */
export async function replaceReset(tx: Transaction, row: typeof passwordResets.$inferInsert): Promise<void> {
  await tx.delete(passwordResets).where(eq(passwordResets.userId, row.userId));
  await tx.insert(passwordResets).values(row);
}

export async function findReset(
  db: Queryable,
  tokenHash: string,
): Promise<{ expiresAt: Date; email: string } | undefined> {
  const [row] = await db
    .select({ expiresAt: passwordResets.expiresAt, email: users.email })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(eq(passwordResets.tokenHash, tokenHash));
  return row;
}

/** The link's person, once: it is gone from then on, however often it is sent at the same time. */
export async function takeReset(
  tx: Transaction,
  tokenHash: string,
): Promise<{ userId: string; expiresAt: Date } | undefined> {
  const [row] = await tx
    .delete(passwordResets)
    .where(eq(passwordResets.tokenHash, tokenHash))
    .returning({ userId: passwordResets.userId, expiresAt: passwordResets.expiresAt });
  return row;
}

export async function updatePassword(
  tx: Transaction,
  userId: string,
  passwordHash: string,
): Promise<UserRow | undefined> {
  const [row] = await tx.update(users).set({ passwordHash }).where(eq(users.id, userId)).returning();
  return row;
}

export async function deleteExpiredResets(tx: Transaction, now: Date): Promise<void> {
  await tx.delete(passwordResets).where(lte(passwordResets.expiresAt, now));
}
