import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { can } from "#app/features/access/can.ts";
import type { Context } from "#app/platform/context.ts";
import { selectActivity } from "./activity-store.server.ts";

export interface Activity {
  readonly flag: string;
  readonly total: number;
  /** Of each of the last 24 hours, the oldest first; the last one is not over yet. */
  readonly hours: readonly number[];
}

const hourMs = 60 * 60 * 1000;
const hours = 24;

/** How often flags were evaluated within a day, in all environments that the actor may see, as far as anybody counted. */
export async function readActivity(
  ctx: Context,
  input: { project: string; flags: readonly string[] },
): Promise<Activity[]> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const environments = await listEnvironments(ctx, input);
  const environmentIds = environments
    .map((environment) => environment.id)
    .filter((environmentId) => can(ctx.actor, "flag.read", { projectId: id, environmentId }));
  const since = new Date((Math.floor(ctx.now().getTime() / hourMs) - hours + 1) * hourMs);
  const rows = await selectActivity(ctx.db, { environmentIds, flags: input.flags, since });
  const byFlag = Map.groupBy(rows, ({ flag }) => flag);
  return input.flags.map((flag) => {
    const own = new Map(byFlag.get(flag)?.map(({ hour, count }) => [hour, count]));
    const counts = Array.from({ length: hours }, (_, hour) => own.get(hour) ?? 0);
    return { flag, total: counts.reduce((sum, count) => sum + count, 0), hours: counts };
  });
}
