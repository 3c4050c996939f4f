import { locateProject } from "#app/features/access/locate-project.server.ts";
import { countRoleUses, deleteCustomRole, lockCustomRole } from "./role-store.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** Removes a role that nobody has: whoever had it would be left with nothing, without a word. */
export async function deleteRole(ctx: Context, input: { project: string; role: string }): Promise<void> {
  const project = await locateProject(ctx, input.project, "role.write");
  await ctx.db.transaction(async (tx) => {
    const role = await lockCustomRole(tx, project.id, input.role);
    if (role === undefined) {
      throw new Problem("not_found", { detail: `The project has no role "${input.role}" of its own.` });
    }
    const uses = await countRoleUses(tx, project.id, input.role);
    if (uses > 0) {
      throw new Problem("still_needed", {
        detail: `${uses} ${uses === 1 ? "person, invitation or key has" : "people, invitations or keys have"} this role. Give them another first.`,
      });
    }
    await deleteCustomRole(tx, project.id, input.role);
    await appendAudit(tx, ctx, {
      action: "role.deleted",
      projectId: project.id,
      subject: { kind: "role", key: input.role },
      summary: `Deleted the role ${role.name}`,
    });
  });
}
