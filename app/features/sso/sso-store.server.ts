import { and, eq, inArray } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { memberships, users } from "#db/schema/access.ts";
import { projects } from "#db/schema/projects.ts";
import { ssoConnections, ssoIdentities } from "#db/schema/sso.ts";
import type { Role } from "#app/platform/context.ts";
import type { RoleMapping, SsoConnection } from "./sso-connection.ts";

/** There is one connection, so its row has a name that never changes. */
const id = 1;

export interface ConnectionRow extends SsoConnection {
  /** Encrypted. */
  readonly clientSecret: string;
}

export async function findConnection(db: Queryable): Promise<ConnectionRow | undefined> {
  const [row] = await db.select().from(ssoConnections).where(eq(ssoConnections.id, id));
  return row === undefined ? undefined : { ...row, roleMapping: row.roleMapping as RoleMapping[] };
}

export async function saveConnection(tx: Transaction, row: ConnectionRow, updatedAt: Date): Promise<void> {
  const { name, issuer, clientId, clientSecret, groupsClaim, createsAccounts, roleMapping } = row;
  const values = {
    ...{ name, issuer, clientId, clientSecret, groupsClaim, createsAccounts, roleMapping, updatedAt },
    scopes: [...row.scopes],
    domains: [...row.domains],
  };
  await tx
    .insert(ssoConnections)
    .values({ id, ...values })
    .onConflictDoUpdate({ target: ssoConnections.id, set: values });
}

export async function deleteConnection(tx: Transaction): Promise<boolean> {
  return (await tx.delete(ssoConnections).returning({ id: ssoConnections.id })).length > 0;
}

export async function updateClientSecret(tx: Transaction, clientSecret: string): Promise<void> {
  await tx.update(ssoConnections).set({ clientSecret });
}

/** The ids of the projects with those keys that exist. */
export async function projectIds(
  db: Queryable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ id: projects.id, key: projects.key })
    .from(projects)
    .where(inArray(projects.key, [...keys]));
  return new Map(rows.map((row) => [row.key, row.id]));
}

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

const userColumns = { id: users.id, name: users.name, email: users.email };

export async function findLinkedUser(
  db: Queryable,
  identity: { issuer: string; subject: string },
): Promise<UserRow | undefined> {
  const [row] = await db
    .select(userColumns)
    .from(ssoIdentities)
    .innerJoin(users, eq(users.id, ssoIdentities.userId))
    .where(and(eq(ssoIdentities.issuer, identity.issuer), eq(ssoIdentities.subject, identity.subject)));
  return row;
}

export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select(userColumns).from(users).where(eq(users.email, email));
  return row;
}

/** Somebody who signs in by single sign-on alone: the one given or, who came in at the same time, that one. */
export async function insertUserOnce(tx: Transaction, row: UserRow & { createdAt: Date }): Promise<UserRow> {
  await tx
    .insert(users)
    .values({ ...row, passwordHash: null })
    .onConflictDoNothing();
  const present = await findUserByEmail(tx, row.email);
  if (present === undefined) throw new Error("The person was neither inserted nor there.");
  return present;
}

export async function insertIdentity(tx: Transaction, row: typeof ssoIdentities.$inferInsert): Promise<void> {
  await tx.insert(ssoIdentities).values(row).onConflictDoNothing();
}

export interface GivenRole {
  /** Null: in all projects. */
  readonly projectId: string | null;
  readonly role: Role;
}

export async function lockGivenRoles(
  tx: Transaction,
  userId: string,
): Promise<(GivenRole & { id: string })[]> {
  const rows = await tx
    .select({ id: memberships.id, projectId: memberships.projectId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.userId, userId), eq(memberships.source, "sso")))
    .for("update");
  return rows as (GivenRole & { id: string })[];
}

export async function insertGivenRole(
  tx: Transaction,
  row: GivenRole & { id: string; userId: string; createdAt: Date },
): Promise<void> {
  await tx
    .insert(memberships)
    .values({ ...row, source: "sso" })
    .onConflictDoNothing();
}

export async function updateGivenRole(tx: Transaction, membershipId: string, role: Role): Promise<void> {
  await tx.update(memberships).set({ role }).where(eq(memberships.id, membershipId));
}

export async function deleteGivenRole(tx: Transaction, membershipId: string): Promise<void> {
  await tx.delete(memberships).where(eq(memberships.id, membershipId));
}
