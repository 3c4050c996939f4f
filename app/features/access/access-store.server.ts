import { eq } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { memberships, users } from "#db/schema/access.ts";
import type { Grant } from "#app/platform/context.ts";
import { grantsIn } from "./role-store.server.ts";

export type UserRow = typeof users.$inferSelect;

export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  return row;
}

export async function findUser(db: Queryable, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row;
}

/** What one person holds, everywhere. */
export async function grantsOf(db: Queryable, userId: string): Promise<Grant[]> {
  const rows = await db.select().from(memberships).where(eq(memberships.userId, userId));
  return grantsIn(db, rows);
}
