import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { findEnvironmentRow } from "./environment-store.server.ts";
import { viewEnvironment, type ListedEnvironment } from "./environment-view.server.ts";

export async function readEnvironment(
  ctx: Context,
  input: { project: string; environment: string },
): Promise<ListedEnvironment> {
  const { environmentId } = await locateEnvironment(ctx, input, "environment.read");
  const row = await findEnvironmentRow(ctx.db, environmentId);
  if (row === undefined) throw new Problem("not_found", { detail: "The environment is gone." });
  return viewEnvironment(row);
}
