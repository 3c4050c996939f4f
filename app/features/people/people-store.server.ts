import { and, asc, eq, isNotNull, isNull, ne } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { memberships, users } from "#db/schema/access.ts";
import { recoveryCodes, twoFactors } from "#db/schema/sign-in.ts";

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly twoFactorSince: Date | null;
}

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  createdAt: users.createdAt,
  twoFactorSince: twoFactors.confirmedAt,
};

/** Everybody who has an account. */
export async function selectPeople(db: Queryable): Promise<PersonRow[]> {
  return db
    .select(columns)
    .from(users)
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .orderBy(asc(users.name), asc(users.id));
}

/** Held until the transaction ends. */
export async function lockPerson(
  tx: Transaction,
  id: string,
): Promise<{ name: string; email: string } | undefined> {
  const [row] = await tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, id))
    .for("update");
  return row;
}

/** Whether anybody else is an Owner of the whole installation. */
export async function hasOtherOwner(tx: Transaction, userId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(isNull(memberships.projectId), eq(memberships.role, "owner"), ne(memberships.userId, userId)))
    .limit(1)
    .for("update");
  return row !== undefined;
}

/** Everything of theirs goes with them. */
export async function deletePerson(tx: Transaction, id: string): Promise<void> {
  await tx.delete(users).where(eq(users.id, id));
}

/** True where there was one. */
export async function deleteSecondFactor(tx: Transaction, userId: string): Promise<boolean> {
  const gone = await tx
    .delete(twoFactors)
    .where(and(eq(twoFactors.userId, userId), isNotNull(twoFactors.confirmedAt)))
    .returning({ userId: twoFactors.userId });
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  return gone.length > 0;
}
