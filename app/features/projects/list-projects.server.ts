import { can } from "#app/features/access/can.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { selectProjects } from "./project-store.server.ts";

export interface ListedProject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

/** Only those that the actor may see. */
export async function listProjects(ctx: Context): Promise<ListedProject[]> {
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  const projects = await selectProjects(ctx.db);
  return projects
    .filter((project) => can(ctx.actor, "project.read", { projectId: project.id }))
    .map(({ id, key, name }) => ({ id, key, name }));
}
