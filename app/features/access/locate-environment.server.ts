import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { authorise } from "./authorise.server.ts";
import type { Permission } from "#app/platform/permission.ts";
import { locateProject } from "./locate-project.server.ts";
import { findEnvironment } from "./place-store.server.ts";

export interface Place {
  readonly projectId: string;
  readonly projectKey: string;
  readonly environmentId: string;
  readonly environmentKey: string;
}

/** The environment of that key, if the actor holds the permission in it. */
export async function locateEnvironment(
  ctx: Context,
  input: { project: string; environment: string },
  permission: Permission,
): Promise<Place> {
  const project = await locateProject(ctx, input.project, "project.read");
  const environment = await findEnvironment(ctx.db, project.id, input.environment);
  if (environment === undefined) {
    throw new Problem("not_found", {
      detail: `The project "${input.project}" has no environment "${input.environment}".`,
    });
  }
  authorise(ctx, permission, { projectId: project.id, environmentId: environment.id });
  return {
    projectId: project.id,
    projectKey: project.key,
    environmentId: environment.id,
    environmentKey: environment.key,
  };
}
