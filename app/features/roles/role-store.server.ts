import { and, asc, eq } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { customRoles, invitations, memberships } from "#db/schema/access.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { knownPermissions, type Permission } from "#app/platform/permission.ts";

export interface CustomRole {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

type Row = typeof customRoles.$inferSelect;

const roleIn = ({ key, name, description, permissions }: Row): CustomRole => ({
  key,
  name,
  description,
  permissions: knownPermissions(permissions),
});

/** By name. */
export async function selectCustomRoles(db: Queryable, projectId: string): Promise<CustomRole[]> {
  const rows = await db
    .select()
    .from(customRoles)
    .where(eq(customRoles.projectId, projectId))
    .orderBy(asc(customRoles.name), asc(customRoles.key));
  return rows.map(roleIn);
}

/** The role of that key, locked until the transaction ends. */
export async function lockCustomRole(
  tx: Transaction,
  projectId: string,
  key: string,
): Promise<CustomRole | undefined> {
  const [row] = await tx
    .select()
    .from(customRoles)
    .where(and(eq(customRoles.projectId, projectId), eq(customRoles.key, key)))
    .for("update");
  return row === undefined ? undefined : roleIn(row);
}

export async function insertCustomRole(
  tx: Transaction,
  row: CustomRole & { id: string; projectId: string; createdAt: Date },
): Promise<void> {
  await tx
    .insert(customRoles)
    .values({ ...row, permissions: [...row.permissions], updatedAt: row.createdAt });
}

export async function updateCustomRole(
  tx: Transaction,
  projectId: string,
  { key, name, description, permissions }: CustomRole,
  updatedAt: Date,
): Promise<void> {
  await tx
    .update(customRoles)
    .set({ name, description, permissions: [...permissions], updatedAt })
    .where(and(eq(customRoles.projectId, projectId), eq(customRoles.key, key)));
}

export async function deleteCustomRole(tx: Transaction, projectId: string, key: string): Promise<void> {
  await tx.delete(customRoles).where(and(eq(customRoles.projectId, projectId), eq(customRoles.key, key)));
}

/** How many people, open invitations and keys have the role. */
export async function countRoleUses(tx: Transaction, projectId: string, role: string): Promise<number> {
  const counts = await Promise.all([
    tx.$count(memberships, and(eq(memberships.projectId, projectId), eq(memberships.role, role))),
    tx.$count(invitations, and(eq(invitations.projectId, projectId), eq(invitations.role, role))),
    tx.$count(apiKeys, and(eq(apiKeys.projectId, projectId), eq(apiKeys.role, role))),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}
