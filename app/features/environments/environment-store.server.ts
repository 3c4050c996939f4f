import { and, asc, eq, inArray } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { projects } from "#db/schema/projects.ts";

export type EnvironmentRow = typeof environments.$inferSelect;

/** In the order of lists. */
export async function selectEnvironments(db: Queryable, projectId: string): Promise<EnvironmentRow[]> {
  return db
    .select()
    .from(environments)
    .where(eq(environments.projectId, projectId))
    .orderBy(asc(environments.position), asc(environments.key));
}

export async function countEnvironmentRows(db: Queryable, projectId: string): Promise<number> {
  return db.$count(environments, eq(environments.projectId, projectId));
}

export async function findEnvironmentRow(db: Queryable, id: string): Promise<EnvironmentRow | undefined> {
  const [row] = await db.select().from(environments).where(eq(environments.id, id));
  return row;
}

/** Of a project, all of them, so that nobody publishes or changes one until the transaction ends. In the order of lists. */
export async function lockEnvironmentRows(tx: Transaction, projectId: string): Promise<EnvironmentRow[]> {
  const rows = await tx
    .select()
    .from(environments)
    .where(eq(environments.projectId, projectId))
    .orderBy(asc(environments.id))
    .for("no key update");
  return rows.toSorted((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
}

/** One deletion at a time, since of the last two environments one has to stay. Publishing waits for none. */
export async function lockProjectOf(tx: Transaction, projectId: string): Promise<void> {
  await tx.select().from(projects).where(eq(projects.id, projectId)).for("no key update");
}

/** The same for those that are about to go: whatever refers to one waits, too. */
export async function lockForDeletion(
  tx: Transaction,
  projectId: string,
  ids?: readonly string[],
): Promise<EnvironmentRow[]> {
  const named = ids === undefined ? undefined : inArray(environments.id, [...ids]);
  return tx
    .select()
    .from(environments)
    .where(and(eq(environments.projectId, projectId), named))
    .orderBy(asc(environments.id))
    .for("update");
}

export async function insertEnvironment(
  tx: Transaction,
  row: typeof environments.$inferInsert,
): Promise<void> {
  await tx.insert(environments).values(row);
}

export async function updateEnvironment(
  tx: Transaction,
  id: string,
  change: { name?: string; protected?: boolean; position?: number },
): Promise<void> {
  await tx.update(environments).set(change).where(eq(environments.id, id));
}

/** What it does and what was published and reported there goes with it. */
export async function deleteEnvironmentRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(environments).where(eq(environments.id, id));
}
