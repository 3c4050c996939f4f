import { and, asc, eq, inArray } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { customRoles, invitations, memberships } from "#db/schema/access.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import type { Grant } from "#app/platform/context.ts";
import { permissions as known, type Permission } from "#app/platform/permission.ts";
import { isBuiltIn, permissionsOf } from "./roles.ts";

export interface CustomRole {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

type Row = typeof customRoles.$inferSelect;

/** Permissions of a later version are nothing here. */
const permissionsIn = (row: Pick<Row, "permissions">): Permission[] =>
  known.filter((permission) => row.permissions.includes(permission));

const roleIn = ({ key, name, description, permissions }: Row): CustomRole => ({
  key,
  name,
  description,
  permissions: permissionsIn({ permissions }),
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

/** A role as it is kept with a person or a key. */
export interface HeldRole {
  readonly role: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

/** What roles permit at present, in the order given. One that is not there any more permits nothing. */
export async function grantsIn(db: Queryable, held: readonly HeldRole[]): Promise<Grant[]> {
  const projects = new Set(
    held.flatMap(({ role, projectId }) => (isBuiltIn(role) || projectId === null ? [] : [projectId])),
  );
  const rows =
    projects.size === 0
      ? []
      : await db
          .select()
          .from(customRoles)
          .where(inArray(customRoles.projectId, [...projects]));
  const custom = new Map(rows.map((row) => [`${row.projectId} ${row.key}`, permissionsIn(row)]));
  return held.map(({ role, projectId, environmentId }) => ({
    role,
    projectId,
    environmentId,
    permissions: isBuiltIn(role) ? permissionsOf[role] : (custom.get(`${projectId ?? ""} ${role}`) ?? []),
  }));
}
