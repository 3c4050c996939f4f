import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { countLiveFlags } from "#app/features/flags/count-live-flags.server.ts";
import { countLayers } from "#app/features/layers/count-layers.server.ts";
import type { Context } from "#app/platform/context.ts";

export interface ProjectTotals {
  /** Those that are not archived. */
  readonly flags: number;
  /** Of them those that are killed, in whatever environment. */
  readonly killed: number;
  /** Keys: a segment that stands in several environments counts once. */
  readonly segments: number;
  readonly layers: number;
}

/** The figures that stand beside the navigation, on every page. */
export async function readTotals(ctx: Context, input: { project: string }): Promise<ProjectTotals> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.read");
  const [flags, layers, environments] = await Promise.all([
    countLiveFlags(ctx, projectId),
    countLayers(ctx, projectId),
    can(ctx.actor, "environment.read", { projectId }) ? listEnvironments(ctx, input) : [],
  ]);
  const killed = new Set<string>();
  const segments = new Set<string>();
  for (const { id } of environments) {
    const snapshot = ctx.snapshots.get(id)?.snapshot;
    for (const { key, kill } of snapshot?.flags ?? []) if (kill !== undefined) killed.add(key);
    for (const { key } of snapshot?.segments ?? []) segments.add(key);
  }
  return { flags, layers, killed: killed.size, segments: segments.size };
}
