import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { invitations, memberships, users } from "#db/schema/access.ts";
import { isBuiltIn, widerRole } from "#app/features/access/roles.ts";

export type InvitationRow = Omit<typeof invitations.$inferSelect, "role"> & { role: string };

export type UserRow = typeof users.$inferSelect;

/** The person with that address: the one given or, where somebody has it already, that one. */
export async function insertUserOnce(tx: Transaction, row: UserRow): Promise<UserRow> {
  const [inserted] = await tx.insert(users).values(row).onConflictDoNothing().returning();
  if (inserted !== undefined) return inserted;
  const [present] = await tx.select().from(users).where(eq(users.email, row.email));
  if (present === undefined) throw new Error("The person was neither inserted nor there.");
  return present;
}

/** One role by hand for each person and project: a link adds to what somebody holds, and never takes from it. */
export async function grantMembership(
  tx: Transaction,
  row: { id: string; userId: string; projectId: string | null; role: string; createdAt: Date },
): Promise<void> {
  const place = and(
    eq(memberships.userId, row.userId),
    eq(memberships.source, "hand"),
    row.projectId === null ? isNull(memberships.projectId) : eq(memberships.projectId, row.projectId),
  );
  const [present] = await tx.select().from(memberships).where(place).for("update");
  if (present === undefined) await tx.insert(memberships).values(row);
  else
    await tx
      .update(memberships)
      .set({
        role: isBuiltIn(present.role) && isBuiltIn(row.role) ? widerRole(present.role, row.role) : row.role,
      })
      .where(place);
}

export async function insertInvitation(
  tx: Queryable,
  row: Omit<typeof invitations.$inferInsert, "role"> & { role: string },
): Promise<void> {
  await tx.insert(invitations).values(row);
}

export async function findInvitation(db: Queryable, tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await db.select().from(invitations).where(eq(invitations.tokenHash, tokenHash));
  return row;
}

/** Holds the row until the transaction ends, so that a link opened twice at once is used once. */
export async function lockInvitation(tx: Transaction, tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await tx.select().from(invitations).where(eq(invitations.tokenHash, tokenHash)).for("update");
  return row;
}

/** All set-up links ever offered, locked: only one of them may ever be accepted. */
export async function lockSetupInvitations(tx: Transaction): Promise<InvitationRow[]> {
  const rows = await tx
    .select()
    .from(invitations)
    .where(isNull(invitations.email))
    .orderBy(asc(invitations.id))
    .for("update");
  return rows;
}

/** Set-up links of earlier starts go: only the newest that was printed opens. */
export async function deleteOpenSetupInvitations(tx: Transaction): Promise<void> {
  await tx.delete(invitations).where(and(isNull(invitations.email), isNull(invitations.acceptedAt)));
}

export async function markInvitationAccepted(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.update(invitations).set({ acceptedAt: at }).where(eq(invitations.id, id));
}

/** The open invitation that is gone now; undefined where there was none. */
export async function deleteOpenInvitation(
  tx: Transaction,
  projectId: string,
  id: string,
): Promise<InvitationRow | undefined> {
  const [row] = await tx
    .delete(invitations)
    .where(and(eq(invitations.projectId, projectId), eq(invitations.id, id), isNull(invitations.acceptedAt)))
    .returning();
  return row;
}
