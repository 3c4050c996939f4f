import { sqlState } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import {
  insertMembership,
  insertUser,
  lockInvitation,
  lockSetupInvitations,
  markInvitationAccepted,
} from "./invitation-store.server.ts";
import { hashPassword } from "#app/features/access/password.server.ts";

export interface AcceptInvitationInput {
  readonly token: string;
  readonly name: string;
  /** Read only where the invitation names no address. */
  readonly email: string;
  readonly password: string;
}

/** Makes the person, gives the role, opens a session. A link works once, also when it is opened twice at once. */
export async function acceptInvitation(
  ctx: Context,
  input: AcceptInvitationInput,
): Promise<{ cookie: string }> {
  const passwordHash = await hashPassword(input.password);
  const userId = ctx.newId();
  try {
    await ctx.db.transaction(async (tx) => {
      const setups = await lockSetupInvitations(tx);
      const invitation = await lockInvitation(tx, hashSecret(input.token));
      const now = ctx.now();
      if (invitation === undefined || invitation.acceptedAt !== null || invitation.expiresAt <= now) {
        throw new Problem("invitation_used");
      }
      if (invitation.email === null && setups.some((setup) => setup.acceptedAt !== null)) {
        throw new Problem("invitation_used");
      }
      const email = invitation.email ?? input.email;
      await insertUser(tx, { id: userId, email, name: input.name, passwordHash, createdAt: now });
      await insertMembership(tx, {
        id: ctx.newId(),
        userId,
        projectId: invitation.projectId,
        role: invitation.role,
        createdAt: now,
      });
      await markInvitationAccepted(tx, invitation.id, now);
      await appendAudit(tx, ctx, {
        actor: { kind: "user", id: userId, name: input.name },
        action: "member.joined",
        projectId: invitation.projectId,
        subject: { kind: "member", key: email },
        summary: `${input.name} joined as ${invitation.role}`,
      });
    });
  } catch (error) {
    if (sqlState(error) === "23505")
      throw invalid("/email", "Somebody with this address is a member already.");
    throw error;
  }
  await ctx.bus.publish({ kind: "access" });
  return { cookie: await ctx.sessions.open(userId) };
}
