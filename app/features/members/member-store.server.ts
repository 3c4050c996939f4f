import { and, asc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { invitations, memberships, users } from "#db/schema/access.ts";
import type { Role } from "#app/platform/context.ts";

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Null: in every project. */
  readonly projectId: string | null;
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
      createdAt: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(or(eq(memberships.projectId, projectId), isNull(memberships.projectId)))
    .orderBy(asc(users.name), asc(users.email));
  return rows as MemberRow[];
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
