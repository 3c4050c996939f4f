import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { refuseInUse } from "#app/features/api-keys/refuse-in-use.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { beginDeletion } from "#app/features/environments/begin-deletion.server.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { invalid } from "#app/platform/problem.ts";
import { deleteProjectRow } from "./project-store.server.ts";

export interface DeleteProjectInput {
  readonly project: string;
  /** The project's key once more. */
  readonly confirm: string;
  readonly dryRun?: boolean | undefined;
}

/**
 * Deletes a project with its environments, flags, roles and history; what the audit says of it stays. Asks for a fresh
 * second factor, and is refused while an environment is protected or a program has a key by which it could still ask.
 */
export async function deleteProject(ctx: Context, input: DeleteProjectInput): Promise<void> {
  const { id: projectId, key, name } = await locateProject(ctx, input.project, "project.delete");
  requireFreshSecondFactor(ctx);
  if (input.confirm !== key)
    throw invalid("/confirm", `Write the project's key, "${key}", to confirm that it is to be deleted.`);
  const environments = await transact(ctx.db, input.dryRun, async (tx) => {
    const going = await beginDeletion(tx, { projectId });
    await refuseInUse(tx, { projectId }, { what: "this project", now: ctx.now() });
    await deleteProjectRow(tx, projectId);
    await appendAudit(tx, ctx, {
      action: "project.deleted",
      projectId,
      subject: { kind: "project", key },
      summary: `Deleted the project ${name}`,
      changes: going.map((environment) => `environment ${environment.key}`),
    });
    return going;
  });
  if (input.dryRun === true) return;
  for (const { id, revision } of environments)
    await ctx.bus.publish({ kind: "published", environmentId: id, revision });
  await ctx.bus.publish({ kind: "access" });
}
