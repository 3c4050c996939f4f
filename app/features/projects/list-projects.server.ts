import { can } from "#app/features/access/can.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { selectProjects } from "./project-store.server.ts";
import { viewProject, type ProjectView } from "./project-view.server.ts";

export interface ListedProject extends ProjectView {
  readonly id: string;
}

/** Only those that the actor may see. */
export async function listProjects(ctx: Context): Promise<ListedProject[]> {
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  const projects = await selectProjects(ctx.db);
  return projects
    .filter((project) => can(ctx.actor, "project.read", { projectId: project.id }))
    .map((project) => ({ id: project.id, ...viewProject(project) }));
}
