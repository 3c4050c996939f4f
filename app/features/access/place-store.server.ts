import { and, eq } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { projects } from "#db/schema/projects.ts";

/** A project as far as access needs it. */
export interface ProjectPlace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export async function findProject(db: Queryable, key: string): Promise<ProjectPlace | undefined> {
  const [row] = await db
    .select({ id: projects.id, key: projects.key, name: projects.name })
    .from(projects)
    .where(eq(projects.key, key));
  return row;
}

export async function findProjectById(db: Queryable, id: string): Promise<ProjectPlace | undefined> {
  const [row] = await db
    .select({ id: projects.id, key: projects.key, name: projects.name })
    .from(projects)
    .where(eq(projects.id, id));
  return row;
}

export async function findEnvironment(
  db: Queryable,
  projectId: string,
  key: string,
): Promise<{ id: string; key: string } | undefined> {
  const [row] = await db
    .select({ id: environments.id, key: environments.key })
    .from(environments)
    .where(and(eq(environments.projectId, projectId), eq(environments.key, key)));
  return row;
}

export async function findEnvironmentById(
  db: Queryable,
  id: string,
): Promise<{ id: string; key: string; projectId: string } | undefined> {
  const [row] = await db
    .select({ id: environments.id, key: environments.key, projectId: environments.projectId })
    .from(environments)
    .where(eq(environments.id, id));
  return row;
}
