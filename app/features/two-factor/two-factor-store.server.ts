import { and, count, eq, isNotNull } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { users } from "#db/schema/access.ts";
import { recoveryCodes, twoFactors } from "#db/schema/sign-in.ts";

export type TwoFactorRow = typeof twoFactors.$inferSelect;

export async function findTwoFactor(db: Queryable, userId: string): Promise<TwoFactorRow | undefined> {
  const [row] = await db.select().from(twoFactors).where(eq(twoFactors.userId, userId));
  return row;
}

/** Holds the row until the transaction ends, so that a code that is sent twice at once is taken once. */
export async function lockTwoFactor(tx: Transaction, userId: string): Promise<TwoFactorRow | undefined> {
  const [row] = await tx.select().from(twoFactors).where(eq(twoFactors.userId, userId)).for("update");
  return row;
}

/** Begins anew unless somebody has begun already; gives back what is there then. */
export async function insertTwoFactorOnce(tx: Transaction, row: TwoFactorRow): Promise<TwoFactorRow> {
  await tx.insert(twoFactors).values(row).onConflictDoNothing();
  const present = await lockTwoFactor(tx, row.userId);
  if (present === undefined) throw new Error("The second factor was neither inserted nor there.");
  return present;
}

export async function updateTwoFactor(
  tx: Transaction,
  userId: string,
  change: Partial<Pick<TwoFactorRow, "secret" | "confirmedAt" | "lastStep">>,
): Promise<void> {
  await tx.update(twoFactors).set(change).where(eq(twoFactors.userId, userId));
}

/** The recovery codes go with it. */
export async function deleteTwoFactor(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(twoFactors).where(eq(twoFactors.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

export async function isTwoFactorOn(db: Queryable, userId: string): Promise<boolean> {
  const [row] = await db
    .select({ userId: twoFactors.userId })
    .from(twoFactors)
    .where(and(eq(twoFactors.userId, userId), isNotNull(twoFactors.confirmedAt)));
  return row !== undefined;
}

export function selectTwoFactors(tx: Transaction): Promise<TwoFactorRow[]> {
  return tx.select().from(twoFactors).for("update");
}

export async function replaceRecoveryCodes(
  tx: Transaction,
  userId: string,
  codeHashes: readonly string[],
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ userId, codeHash })));
}

/** True where the code was there; it is not from then on. */
export async function takeRecoveryCode(tx: Transaction, userId: string, codeHash: string): Promise<boolean> {
  const taken = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash)))
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

export async function countRecoveryCodes(db: Queryable, userId: string): Promise<number> {
  const [row] = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return row?.left ?? 0;
}

export interface AccountRow {
  readonly name: string;
  readonly email: string;
  /** Null where the person signs in by single sign-on alone. */
  readonly passwordHash: string | null;
}

export async function findAccount(db: Queryable, userId: string): Promise<AccountRow | undefined> {
  const [row] = await db
    .select({ name: users.name, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId));
  return row;
}
