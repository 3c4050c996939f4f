import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { findEnvironmentById, findProjectById } from "./place-store.server.ts";

/** Project and environment of the acting API key: what the shortest paths leave out. */
export async function ownEnvironment(ctx: Context): Promise<{ project: string; environment: string }> {
  const { actor } = ctx;
  if (actor.kind !== "key") throw new Problem("not_permitted", { detail: "The short paths are for keys." });
  if (actor.environmentId === null) {
    throw invalid(
      "/environment",
      "This key acts in all environments. Name one by the long path, or use a key of one environment.",
    );
  }
  const [project, environment] = await Promise.all([
    findProjectById(ctx.db, actor.projectId),
    findEnvironmentById(ctx.db, actor.environmentId),
  ]);
  if (project === undefined || environment === undefined) {
    throw new Problem("not_found", { detail: "The key's environment is gone." });
  }
  return { project: project.key, environment: environment.key };
}
