import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import {
  grantMembership,
  insertUserOnce,
  lockInvitation,
  lockSetupInvitations,
  markInvitationAccepted,
} from "./invitation-store.server.ts";
import { readInvitation } from "./read-invitation.server.ts";
import { checkPassword, hashPassword } from "#app/features/access/password.server.ts";

export interface AcceptInvitationInput {
  readonly token: string;
  readonly name: string;
  /** Read only where the invitation names no address. */
  readonly email: string;
  readonly password: string;
}

/**
 * Gives the role and opens a session; a newcomer gets an account first, and whoever has one shows it by its password.
 * A link works once, also when it is opened twice at once.
 */
export async function acceptInvitation(
  ctx: Context,
  input: AcceptInvitationInput,
): Promise<{ cookie: string }> {
  // A wrong link costs no hash.
  await readInvitation(ctx, input);
  const passwordHash = await hashPassword(input.password);
  const userId = await ctx.db.transaction(async (tx) => {
    const setups = await lockSetupInvitations(tx);
    const invitation = await lockInvitation(tx, hashSecret(input.token));
    const now = ctx.now();
    if (invitation === undefined || invitation.acceptedAt !== null || invitation.expiresAt <= now) {
      throw new Problem("invitation_used");
    }
    if (invitation.email === null && setups.some((setup) => setup.acceptedAt !== null)) {
      throw new Problem("invitation_used");
    }
    const email = invitation.email ?? input.email.trim().toLowerCase();
    const person = await ensurePerson(tx, { ...input, id: ctx.newId(), email, passwordHash, createdAt: now });
    await grantMembership(tx, {
      id: ctx.newId(),
      userId: person.id,
      projectId: invitation.projectId,
      role: invitation.role,
      createdAt: now,
    });
    await markInvitationAccepted(tx, invitation.id, now);
    await appendAudit(tx, ctx, {
      actor: { kind: "user", id: person.id, name: person.name },
      action: "member.joined",
      projectId: invitation.projectId,
      subject: { kind: "member", key: email },
      summary: `${person.name} joined as ${invitation.role}`,
    });
    return person.id;
  });
  await ctx.bus.publish({ kind: "access" });
  return { cookie: await ctx.sessions.open(userId) };
}

interface Newcomer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** The link proves nothing about who opens it, so an account that is there is entered by its password alone. */
async function ensurePerson(tx: Transaction, newcomer: Newcomer): Promise<{ id: string; name: string }> {
  const { password, id, email, name, passwordHash, createdAt } = newcomer;
  const present = await insertUserOnce(tx, { id, email, name, passwordHash, createdAt });
  if (present.id === id || (await checkPassword(present.passwordHash, password))) return present;
  throw invalid("/password", "This address has an account already. Enter the password of that account.");
}
