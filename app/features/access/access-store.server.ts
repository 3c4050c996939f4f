import { eq, inArray } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { customRoles, memberships, users } from "#db/schema/access.ts";
import type { HeldRole } from "./roles.ts";

export type UserRow = typeof users.$inferSelect;

export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  return row;
}

export async function findUser(db: Queryable, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row;
}

/** What one person was given, everywhere. */
export async function selectRolesOf(db: Queryable, userId: string): Promise<HeldRole[]> {
  return db.select().from(memberships).where(eq(memberships.userId, userId));
}

/** The roles that those projects made. */
export async function selectRolesIn(
  db: Queryable,
  projectIds: readonly string[],
): Promise<{ projectId: string; key: string; permissions: string[] }[]> {
  if (projectIds.length === 0) return [];
  return db
    .select()
    .from(customRoles)
    .where(inArray(customRoles.projectId, [...projectIds]));
}
