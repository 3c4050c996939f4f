import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import { reseed } from "#app/features/targeting/reseed.ts";
import type { Context } from "#app/platform/context.ts";
import { authoriseEverywhere } from "./authorise-everywhere.server.ts";
import type { FlagView } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";
import { publishNewFlag } from "./publish-new-flag.server.ts";

export interface DuplicateFlagInput {
  readonly project: string;
  /** What is copied; archived ones, too. */
  readonly flag: string;
  readonly key: string;
  readonly name?: string | undefined;
  /** Whether splits draw as the original's do, so that both serve the same users. They draw anew where left out. */
  readonly sameDraws?: boolean | undefined;
  readonly reuseKey?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * A new flag that is and does in every environment what another does. A kill is not copied, and in a protected
 * environment the copy begins off, as any new flag does.
 */
export async function duplicateFlag(ctx: Context, input: DuplicateFlagInput): Promise<FlagView> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  authoriseEverywhere(ctx, { projectId, environments });
  const {
    id,
    projectId: _,
    version: __,
    createdAt: ___,
    updatedAt: ____,
    archivedAt: _____,
    ...original
  } = await locateFlag(ctx.db, projectId, input.flag);
  const rows = await readTargetings(ctx.db, [id]);
  return publishNewFlag(ctx, {
    projectId,
    environments,
    definition: { ...original, key: input.key, name: input.name ?? `${original.name} (copy)` },
    begin(fresh, environment) {
      const row = rows.find(({ environmentId }) => environmentId === environment.id);
      if (row === undefined || environment.protected) return fresh;
      const { kill: _kill, ...targeting } = row.targeting;
      return input.sameDraws === true ? targeting : reseed(targeting, ctx.newSeed);
    },
    reuseKey: input.reuseKey,
    comment: `Copied from ${original.key}`,
    summary: `Created ${input.key} as a copy of ${original.key}`,
    changes: [],
    dryRun: input.dryRun,
  });
}
