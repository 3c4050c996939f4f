import { locateProject } from "#app/features/access/locate-project.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { updateProjectName } from "./project-store.server.ts";

/** Its key stays: programs know it by that. */
export async function renameProject(
  ctx: Context,
  input: { project: string; name: string },
): Promise<{ key: string; name: string }> {
  const { id, key, name: before } = await locateProject(ctx, input.project, "project.write");
  const { name } = input;
  if (name === before) return { key, name };
  await ctx.db.transaction(async (tx) => {
    await updateProjectName(tx, id, name);
    await appendAudit(tx, ctx, {
      action: "project.renamed",
      projectId: id,
      subject: { kind: "project", key },
      summary: `Renamed the project ${before} to ${name}`,
    });
  });
  return { key, name };
}
