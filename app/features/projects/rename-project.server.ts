import { locateProject } from "#app/features/access/locate-project.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { Problem } from "#app/platform/problem.ts";
import { lockProject, updateProjectName } from "./project-store.server.ts";
import { viewProject, type ProjectView } from "./project-view.server.ts";

export interface RenameProjectInput {
  readonly project: string;
  readonly name: string;
  readonly expectedVersion: ExpectedVersion;
  readonly dryRun?: boolean | undefined;
}

/** Its key stays: programs know it by that. */
export async function renameProject(ctx: Context, input: RenameProjectInput): Promise<ProjectView> {
  const { id, key } = await locateProject(ctx, input.project, "project.write");
  const { name } = input;
  return transact(ctx.db, input.dryRun, async (tx) => {
    const before = await lockProject(tx, id);
    if (before === undefined) throw new Problem("not_found", { detail: "The project is gone." });
    expectVersion(input.expectedVersion, viewProject(before).version, key);
    if (name === before.name) return viewProject(before);
    await updateProjectName(tx, id, name);
    await appendAudit(tx, ctx, {
      action: "project.renamed",
      projectId: id,
      subject: { kind: "project", key },
      summary: `Renamed the project ${before.name} to ${name}`,
    });
    return viewProject({ key, name });
  });
}
