import { asc, eq } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
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
