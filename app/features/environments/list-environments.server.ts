import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectEnvironments } from "./environment-store.server.ts";

export interface ListedEnvironment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly revision: number;
  /** Whether what is served here changes only by a kill, until somebody takes the protection away. */
  readonly protected: boolean;
}

/** In the order of lists, the most consequential first. */
export async function listEnvironments(
  ctx: Context,
  input: { project: string },
): Promise<ListedEnvironment[]> {
  const project = await locateProject(ctx, input.project, "environment.read");
  const rows = await selectEnvironments(ctx.db, project.id);
  return rows.map(({ id, key, name, revision, ...row }) => ({
    ...{ id, key, name, revision },
    protected: row.protected,
  }));
}
