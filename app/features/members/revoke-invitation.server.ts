import { mayGrant } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requireRole } from "#app/features/access/require-role.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { deleteOpenInvitation } from "./invitation-store.server.ts";

/** Ends a link that was not used yet. Whoever may give its role may take it back. */
export async function revokeInvitation(
  ctx: Context,
  input: { project: string; invitation: string },
): Promise<void> {
  const project = await locateProject(ctx, input.project, "member.invite");
  await ctx.db.transaction(async (tx) => {
    const invitation = await deleteOpenInvitation(tx, project.id, input.invitation);
    if (invitation === undefined)
      throw new Problem("not_found", { detail: "There is no such open invitation." });
    const given = await requireRole(tx, { projectId: project.id, role: invitation.role });
    if (!mayGrant(ctx.actor, given, { projectId: project.id })) {
      throw new Problem("not_permitted", { detail: "This invitation is to more than you hold yourself." });
    }
    await appendAudit(tx, ctx, {
      action: "member.invitation-revoked",
      projectId: project.id,
      subject: { kind: "member", key: invitation.email ?? "" },
      summary: `Took back the invitation of ${invitation.email ?? "somebody"}`,
    });
  });
}
