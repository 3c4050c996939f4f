import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { findInvitation } from "./invitation-store.server.ts";

export interface OfferedInvitation {
  /** Null on first-run set-up: the newcomer chooses the address. */
  readonly email: string | null;
  readonly role: string;
  readonly setup: boolean;
}

/** What a link offers; refuses one that is unknown, used or expired, all alike. */
export async function readInvitation(ctx: Context, input: { token: string }): Promise<OfferedInvitation> {
  const invitation = await findInvitation(ctx.db, hashSecret(input.token));
  if (invitation === undefined || invitation.acceptedAt !== null || invitation.expiresAt <= ctx.now()) {
    throw new Problem("invitation_used");
  }
  return { email: invitation.email, role: invitation.role, setup: invitation.email === null };
}
