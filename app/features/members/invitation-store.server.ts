import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { invitations, memberships, users } from "#db/schema/access.ts";
import type { Role } from "#app/platform/context.ts";

export type InvitationRow = Omit<typeof invitations.$inferSelect, "role"> & { role: Role };

export async function insertUser(tx: Transaction, row: typeof users.$inferInsert): Promise<void> {
  await tx.insert(users).values(row);
}

export async function insertMembership(
  tx: Transaction,
  row: { id: string; userId: string; projectId: string | null; role: Role; createdAt: Date },
): Promise<void> {
  await tx.insert(memberships).values(row);
}

export async function insertInvitation(
  tx: Queryable,
  row: Omit<typeof invitations.$inferInsert, "role"> & { role: Role },
): Promise<void> {
  await tx.insert(invitations).values(row);
}

export async function findInvitation(db: Queryable, tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await db.select().from(invitations).where(eq(invitations.tokenHash, tokenHash));
  return row as InvitationRow | undefined;
}

/** Holds the row until the transaction ends, so that a link opened twice at once is used once. */
export async function lockInvitation(tx: Transaction, tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await tx.select().from(invitations).where(eq(invitations.tokenHash, tokenHash)).for("update");
  return row as InvitationRow | undefined;
}

/** All set-up links ever offered, locked: only one of them may ever be accepted. */
export async function lockSetupInvitations(tx: Transaction): Promise<InvitationRow[]> {
  const rows = await tx
    .select()
    .from(invitations)
    .where(isNull(invitations.email))
    .orderBy(asc(invitations.id))
    .for("update");
  return rows as InvitationRow[];
}

/** Set-up links of earlier starts go: only the newest that was printed opens. */
export async function deleteOpenSetupInvitations(tx: Transaction): Promise<void> {
  await tx.delete(invitations).where(and(isNull(invitations.email), isNull(invitations.acceptedAt)));
}

export async function markInvitationAccepted(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.update(invitations).set({ acceptedAt: at }).where(eq(invitations.id, id));
}
