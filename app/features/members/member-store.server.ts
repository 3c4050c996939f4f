import { and, asc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { invitations, memberships, users } from "#db/schema/access.ts";
import { environments } from "#db/schema/environments.ts";
import type { HeldRole } from "#app/features/access/roles.ts";

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Null: in every project. */
  readonly projectId: string | null;
  /** Null: in all environments. */
  readonly environment: string | null;
  /** `sso`: by the groups of the identity provider. */
  readonly source: string;
  readonly createdAt: Date;
}

/** Who holds a role in the project, by a role in it or in all projects. */
export async function selectMembers(db: Queryable, projectId: string): Promise<MemberRow[]> {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      projectId: memberships.projectId,
      environment: environments.key,
      source: memberships.source,
      createdAt: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(environments, eq(environments.id, memberships.environmentId))
    .where(or(eq(memberships.projectId, projectId), isNull(memberships.projectId)))
    .orderBy(asc(users.name), asc(users.email), asc(memberships.createdAt), asc(memberships.id));
  return rows;
}

export interface OpenInvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: Date;
}

/** Links that were sent for the project and can still be used. */
export async function selectOpenInvitations(
  db: Queryable,
  projectId: string,
  now: Date,
): Promise<OpenInvitationRow[]> {
  const rows = await db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.projectId, projectId),
        isNotNull(invitations.email),
        isNull(invitations.acceptedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .orderBy(asc(invitations.email));
  return rows as OpenInvitationRow[];
}

export interface MemberPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Somebody who holds any role in the project, by whatever way. */
export async function findMember(
  db: Queryable,
  projectId: string,
  userId: string,
): Promise<MemberPerson | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(
      and(eq(users.id, userId), or(eq(memberships.projectId, projectId), isNull(memberships.projectId))),
    );
  return row;
}

const byHand = (projectId: string, userId: string) =>
  and(eq(memberships.projectId, projectId), eq(memberships.userId, userId), eq(memberships.source, "hand"));

export async function lockRolesByHand(
  tx: Transaction,
  projectId: string,
  userId: string,
): Promise<HeldRole[]> {
  // The person's own row orders those who change the same roles at once, also where there are none yet.
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return tx.select().from(memberships).where(byHand(projectId, userId));
}

export async function replaceRolesByHand(
  tx: Transaction,
  input: {
    userId: string;
    projectId: string;
    roles: readonly (HeldRole & { id: string; createdAt: Date })[];
  },
): Promise<void> {
  const { userId, projectId, roles } = input;
  await tx.delete(memberships).where(byHand(projectId, userId));
  if (roles.length > 0) await tx.insert(memberships).values(roles.map((role) => ({ ...role, userId })));
}
