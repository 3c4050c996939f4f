import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { Context } from "#app/platform/context.ts";
import { countLiveFlags } from "./flag-list-store.server.ts";

export interface FlagTotals {
  /** Those that are not archived. */
  readonly flags: number;
  /** Of them those that are killed, in whatever environment. */
  readonly killed: number;
}

/** The figures that stand beside the navigation. */
export async function readFlagTotals(ctx: Context, input: { project: string }): Promise<FlagTotals> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const [flags, environments] = await Promise.all([
    countLiveFlags(ctx.db, id),
    can(ctx.actor, "environment.read", { projectId: id }) ? listEnvironments(ctx, input) : [],
  ]);
  const killed = environments.flatMap(
    (environment) =>
      ctx.snapshots
        .get(environment.id)
        ?.snapshot.flags.filter(({ kill }) => kill !== undefined)
        .map(({ key }) => key) ?? [],
  );
  return { flags, killed: new Set(killed).size };
}
