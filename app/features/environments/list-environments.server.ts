import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectEnvironments } from "./environment-store.server.ts";
import { viewEnvironment, type ListedEnvironment } from "./environment-view.server.ts";

export type { ListedEnvironment };

/** In the order of lists, the most consequential first. */
export async function listEnvironments(
  ctx: Context,
  input: { project: string },
): Promise<ListedEnvironment[]> {
  const project = await locateProject(ctx, input.project, "environment.read");
  const rows = await selectEnvironments(ctx.db, project.id);
  return rows.map(viewEnvironment);
}
