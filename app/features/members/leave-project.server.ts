import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requirePerson } from "#app/features/access/require-person.server.ts";
import { settleKeys } from "#app/features/api-keys/settle-keys.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { lockRolesByHand, replaceRolesByHand } from "./member-store.server.ts";

/**
 * Gives up every role that one was given in a project by hand. Keys of one's own end with it, which is to be said where
 * programs use some: to hand them over, another removes them and takes the keys.
 */
export async function leaveProject(
  ctx: Context,
  input: { project: string; keys?: "end" | undefined },
): Promise<void> {
  const person = requirePerson(ctx);
  const { id: projectId, name } = await locateProject(ctx, input.project, "project.read");
  await ctx.db.transaction(async (tx) => {
    const held = await lockRolesByHand(tx, projectId, person.id);
    if (held.length === 0)
      throw new Problem("not_found", {
        detail:
          "What you may do here comes from single sign-on, or holds in every project: it is ended there.",
      });
    const changes = await settleKeys(tx, ctx, { ownerId: person.id, projectId, how: input.keys });
    await replaceRolesByHand(tx, { userId: person.id, projectId, roles: [] });
    await appendAudit(tx, ctx, {
      action: "member.left",
      projectId,
      subject: { kind: "member", key: person.email },
      summary: `${person.name} left ${name}`,
      changes,
    });
  });
  await ctx.bus.publish({ kind: "access" });
}
