import { mayGrant } from "#app/features/access/can.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requireRole } from "#app/features/access/require-role.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { invitationMail } from "./invitation-mail.ts";
import { createInvitation } from "./create-invitation.server.ts";

export interface InviteMemberInput {
  readonly project: string;
  readonly email: string;
  readonly role: string;
}

/**
 * A one-time link by which one person joins with that role: mailed to them, and shown this once. An Owner is invited
 * by somebody with a fresh second factor only.
 */
export async function inviteMember(
  ctx: Context,
  input: InviteMemberInput,
): Promise<{ token: string; expiresAt: Date }> {
  const project = await locateProject(ctx, input.project, "member.invite");
  const place = { projectId: project.id };
  const given = await requireRole(ctx.db, { ...place, role: input.role });
  if (!mayGrant(ctx.actor, given, place)) {
    throw new Problem("not_permitted", {
      detail: `You cannot invite somebody as ${input.role}: that is more than you hold yourself.`,
      fields: [{ pointer: "/role", message: "This is more than you hold yourself." }],
    });
  }
  // A person outlives a key, so only a person brings one in.
  if (ctx.actor.kind === "key" || ctx.actor.kind === "token") {
    throw new Problem("not_permitted", { detail: "Only a signed-in person can invite somebody." });
  }
  if (input.role === "owner") requireFreshSecondFactor(ctx);
  const email = input.email.trim().toLowerCase();
  const invitation = await ctx.db.transaction(async (tx) => {
    const made = await createInvitation(tx, ctx, {
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
    return made;
  });
  const link = `${ctx.publicUrl}/join/${invitation.token}`;
  const inviter = ctx.actor.kind === "user" ? ctx.actor.name : "Guidon";
  const mail = invitationMail({ to: email, inviter, project: project.name, role: input.role, link });
  // The link is shown, too: a mail server that is away holds nobody up.
  await ctx.whenCommitted(async () => {
    ctx.mailer.send(mail).catch((error: unknown) => {
      ctx.log.error({ err: error }, "an invitation could not be mailed");
    });
  });
  return invitation;
}
