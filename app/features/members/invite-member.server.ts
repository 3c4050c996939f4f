import { mayGrant } from "#app/features/access/can.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context, Role } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { createInvitation } from "./create-invitation.server.ts";

export interface InviteMemberInput {
  readonly project: string;
  readonly email: string;
  readonly role: Role;
}

/** A one-time link by which one person joins with that role. The token is shown this once. */
export async function inviteMember(
  ctx: Context,
  input: InviteMemberInput,
): Promise<{ token: string; expiresAt: Date }> {
  const project = await locateProject(ctx, input.project, "member.invite");
  if (!mayGrant(ctx.actor, input.role, { projectId: project.id })) {
    throw new Problem("not_permitted", {
      detail: `You cannot invite somebody as ${input.role}: that is more than you hold yourself.`,
      fields: [{ pointer: "/role", message: "This is more than you hold yourself." }],
    });
  }
  // A person outlives a key, so only a person brings one in.
  if (ctx.actor.kind === "key") {
    throw new Problem("not_permitted", { detail: "Only a signed-in person can invite somebody." });
  }
  const email = input.email.trim().toLowerCase();
  return ctx.db.transaction(async (tx) => {
    const invitation = await createInvitation(tx, ctx, {
      email,
      role: input.role,
      projectId: project.id,
    });
    await appendAudit(tx, ctx, {
      action: "member.invited",
      projectId: project.id,
      subject: { kind: "member", key: email },
      summary: `Invited ${email} as ${input.role}`,
    });
    return invitation;
  });
}
