import { asc, eq } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { projects } from "#db/schema/projects.ts";

export type ProjectRow = typeof projects.$inferSelect;

/** All there are, by name. */
export async function selectProjects(db: Queryable): Promise<ProjectRow[]> {
  return db.select().from(projects).orderBy(asc(projects.name));
}

/** A project is never without environments, so both are written here. */
export async function insertProject(
  tx: Transaction,
  row: typeof projects.$inferInsert,
  first: readonly (typeof environments.$inferInsert)[],
): Promise<void> {
  await tx.insert(projects).values(row);
  await tx.insert(environments).values([...first]);
}

/** Everything in it goes with it. */
export async function deleteProjectRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(projects).where(eq(projects.id, id));
}

export async function lockProject(tx: Transaction, id: string): Promise<ProjectRow | undefined> {
  const [row] = await tx.select().from(projects).where(eq(projects.id, id)).for("no key update");
  return row;
}

export async function updateProjectName(tx: Transaction, id: string, name: string): Promise<void> {
  await tx.update(projects).set({ name }).where(eq(projects.id, id));
}
