import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { authoriseShorthands } from "#app/features/targeting/authorise-shorthands.server.ts";
import { applyEdit } from "#app/features/targeting/targeting-edit.ts";
import type { Context } from "#app/platform/context.ts";
import type { FlagView } from "./flag-view.ts";
import { defineFlag, type NewFlag } from "./new-flag.ts";
import { publishNewFlag } from "./publish-new-flag.server.ts";

export interface CreateFlagInput extends NewFlag {
  readonly project: string;
  /** Takes a key again that a deleted flag had. */
  readonly reuseKey?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Makes the flag in every environment of the project at once, off but for what the shorthand says. */
export async function createFlag(ctx: Context, input: CreateFlagInput): Promise<FlagView> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  const shorthands = input.environments ?? {};
  authoriseShorthands(ctx, { projectId, environments }, shorthands);
  const flag = defineFlag(input);
  return publishNewFlag(ctx, {
    projectId,
    environments,
    definition: flag,
    begin(fresh, { key }) {
      const shorthand = shorthands[key];
      if (shorthand === undefined) return fresh;
      return applyEdit(fresh, { shorthand, pointer: `/environments/${key}` }, { flag, newSeed: ctx.newSeed });
    },
    reuseKey: input.reuseKey,
    comment: `Created ${flag.key}`,
    summary: `Created the ${flag.type} flag ${flag.key}`,
    changes: Object.entries(shorthands).map(([key, words]) => `${key}: ${JSON.stringify(words)}`),
    dryRun: input.dryRun,
  });
}
