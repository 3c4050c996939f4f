import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { lockKey, markKeyRevoked } from "./api-key-store.server.ts";

/** Ends a key in every process. Revoking it again changes nothing. */
export async function revokeApiKey(ctx: Context, input: { project: string; id: string }): Promise<void> {
  const project = await locateProject(ctx, input.project, "key.write");
  await ctx.db.transaction(async (tx) => {
    const key = await lockKey(tx, project.id, input.id);
    if (key === undefined)
      throw new Problem("not_found", { detail: "There is no such key in this project." });
    if (key.revokedAt !== null) return;
    await markKeyRevoked(tx, key.id, ctx.now());
    await appendAudit(tx, ctx, {
      action: "key.revoked",
      projectId: project.id,
      subject: { kind: "key", key: key.prefix },
      summary: `Revoked the ${key.kind} key ${key.name}`,
    });
  });
  await ctx.bus.publish({ kind: "access" });
}
