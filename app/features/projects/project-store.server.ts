import { asc, inArray } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { projects } from "#db/schema/projects.ts";

export type ProjectRow = typeof projects.$inferSelect;

/** `ids` undefined stands for all. */
export async function selectProjects(
  db: Queryable,
  ids: readonly string[] | undefined,
): Promise<ProjectRow[]> {
  const all = db.select().from(projects).$dynamic();
  const some = ids === undefined ? all : all.where(inArray(projects.id, [...ids]));
  return some.orderBy(asc(projects.name));
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
