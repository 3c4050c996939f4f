import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { viewProject, type ProjectView } from "./project-view.server.ts";

export async function readProject(ctx: Context, input: { project: string }): Promise<ProjectView> {
  return viewProject(await locateProject(ctx, input.project, "project.read"));
}
