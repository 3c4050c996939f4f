import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { authorise } from "./authorise.server.ts";
import { can } from "./can.ts";
import type { Permission } from "#app/platform/permission.ts";
import { findProject, type ProjectPlace } from "./place-store.server.ts";

/** The project of that key, if the actor holds the permission in it. One that the actor may not see is not there. */
export async function locateProject(
  ctx: Context,
  key: string,
  permission: Permission,
): Promise<ProjectPlace> {
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  const project = await findProject(ctx.db, key);
  if (project === undefined || !can(ctx.actor, "project.read", { projectId: project.id })) {
    throw new Problem("not_found", { detail: `There is no project "${key}", or you may not see it.` });
  }
  if (permission !== "project.read") authorise(ctx, permission, { projectId: project.id });
  return project;
}
