import { asc, eq } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";

export type EnvironmentRow = typeof environments.$inferSelect;

/** In the order of lists. */
export async function selectEnvironments(db: Queryable, projectId: string): Promise<EnvironmentRow[]> {
  return db
    .select()
    .from(environments)
    .where(eq(environments.projectId, projectId))
    .orderBy(asc(environments.position), asc(environments.key));
}

/** Gives back what it was called before. */
export async function updateEnvironmentName(
  tx: Transaction,
  id: string,
  name: string,
): Promise<{ revision: number; before: string; isProtected: boolean }> {
  const [row] = await tx.select().from(environments).where(eq(environments.id, id)).for("no key update");
  if (row === undefined) throw new Error(`The environment ${id} is gone.`);
  await tx.update(environments).set({ name }).where(eq(environments.id, id));
  return { revision: row.revision, before: row.name, isProtected: row.protected };
}
