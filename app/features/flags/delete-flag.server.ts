import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion } from "#app/platform/expect-version.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { authoriseEverywhere } from "./authorise-everywhere.server.ts";
import { deleteFlagRow } from "./flag-store.server.ts";
import { flagVersion } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";

export interface DeleteFlagInput {
  readonly project: string;
  readonly flag: string;
  /** The flag's key once more. */
  readonly confirm: string;
  readonly expectedVersion?: string | undefined;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Deletes an archived flag for good. Its history stays in the publication log, and its key is not taken again unasked. */
export async function deleteFlag(ctx: Context, input: DeleteFlagInput): Promise<void> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  authoriseEverywhere(ctx, { projectId, environments });
  const comment = input.comment ?? "";
  await publish(ctx, {
    environmentIds: environments.map(({ id }) => id),
    allOf: projectId,
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const flag = await locateFlag(tx, projectId, input.flag);
      if (input.confirm !== flag.key)
        throw invalid(
          "/confirm",
          `Write the flag's key, "${flag.key}", to confirm that it is to be deleted.`,
        );
      const version = flagVersion(flag, await readTargetings(tx, [flag.id]));
      expectVersion(input.expectedVersion ?? "*", version, flag.key);
      if (flag.archivedAt === null)
        throw new Problem("not_archived", {
          detail: `The flag "${flag.key}" is in use. Archive it first, and delete it when nobody asks for it any more.`,
        });
      await deleteFlagRow(tx, flag.id);
      return {
        result: undefined,
        environments: environments.map(({ id }) => ({
          environmentId: id,
          operations: [{ remove: { kind: "flag" as const, key: flag.key } }],
        })),
        audit: [
          {
            action: "flag.deleted",
            projectId,
            subject: { kind: "flag", key: flag.key },
            summary: `Deleted ${flag.key}`,
            changes: [`${flag.type} flag "${flag.name}": ${JSON.stringify(flag.variants)}`],
            comment,
          },
        ],
      };
    },
  });
}
