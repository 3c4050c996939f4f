import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectSummary } from "./flag-list-store.server.ts";
import { staleAfterMs } from "./flag-query.ts";

/** How many flags that are not archived are in each state somewhere. */
export interface FlagSummary {
  readonly total: number;
  readonly rolling: number;
  readonly killed: number;
  readonly stale: number;
  readonly expired: number;
}

export async function readFlagSummary(ctx: Context, input: { project: string }): Promise<FlagSummary> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const now = ctx.now();
  return selectSummary(ctx.db, { projectId: id, now, quietSince: new Date(now.getTime() - staleAfterMs) });
}
