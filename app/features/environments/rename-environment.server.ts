import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { updateEnvironmentName } from "./environment-store.server.ts";

/** Its key stays: keys, snapshots and programs know it by that. */
export async function renameEnvironment(
  ctx: Context,
  input: { project: string; environment: string; name: string },
): Promise<{ key: string; name: string; revision: number; protected: boolean }> {
  const place = await locateEnvironment(ctx, input, "environment.write");
  const { name } = input;
  return ctx.db.transaction(async (tx) => {
    const { revision, before, isProtected } = await updateEnvironmentName(tx, place.environmentId, name);
    if (before !== name) {
      await appendAudit(tx, ctx, {
        action: "environment.renamed",
        projectId: place.projectId,
        environmentId: place.environmentId,
        subject: { kind: "environment", key: place.environmentKey },
        summary: `Renamed the environment ${before} to ${name}`,
      });
    }
    return { key: place.environmentKey, name, revision, protected: isProtected };
  });
}
