import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { refuseInUse } from "#app/features/api-keys/refuse-in-use.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { beginDeletion } from "#app/features/environments/begin-deletion.server.ts";
import { removeEnvironment } from "#app/features/environments/remove-environment.server.ts";
import { renewFlags } from "#app/features/flags/renew-flags.server.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { invalid } from "#app/platform/problem.ts";

export interface DeleteEnvironmentInput {
  readonly project: string;
  readonly environment: string;
  /** The environment's key once more. */
  readonly confirm: string;
  readonly dryRun?: boolean | undefined;
}

/**
 * Deletes an environment for good: what its flags do there, its history, what was reported, and the roles that were given
 * in it alone. Refused while it is protected, and while a program has a key by which it could still ask.
 */
export async function deleteEnvironment(ctx: Context, input: DeleteEnvironmentInput): Promise<void> {
  const { id: projectId } = await locateProject(ctx, input.project, "environment.write");
  const { environmentId, environmentKey: key } = await locateEnvironment(ctx, input, "environment.write");
  if (input.confirm !== key)
    throw invalid("/confirm", `Write the environment's key, "${key}", to confirm that it is to be deleted.`);
  await transact(ctx.db, input.dryRun, async (tx) => {
    await beginDeletion(tx, { projectId, environmentId });
    await refuseInUse(tx, { projectId, environmentId }, { what: "this environment", now: ctx.now() });
    await removeEnvironment(tx, { id: environmentId, projectId });
    await renewFlags(tx, projectId);
    await appendAudit(tx, ctx, {
      action: "environment.deleted",
      projectId,
      environmentId,
      subject: { kind: "environment", key },
      summary: `Deleted the environment ${key}`,
    });
  });
  if (input.dryRun === true) return;
  await ctx.bus.publish({ kind: "published", environmentId, revision: 0 });
  await ctx.bus.publish({ kind: "access" });
}
