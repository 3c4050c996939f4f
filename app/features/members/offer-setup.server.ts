import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import {
  deleteOpenSetupInvitations,
  insertInvitation,
  lockSetupInvitations,
} from "./invitation-store.server.ts";

const twoDays = 2 * 24 * 3600 * 1000;

/**
 * Makes the one-time link by which the first Owner comes in, as long as nobody has. Undefined once somebody has.
 * Each start offers a new link and closes those of earlier starts.
 */
export async function offerSetup(ctx: Context): Promise<{ token: string } | undefined> {
  const token = ctx.newSecret();
  return ctx.db.transaction(async (tx) => {
    const earlier = await lockSetupInvitations(tx);
    if (earlier.some((invitation) => invitation.acceptedAt !== null)) return undefined;
    await deleteOpenSetupInvitations(tx);
    const now = ctx.now();
    await insertInvitation(tx, {
      id: ctx.newId(),
      tokenHash: hashSecret(token),
      email: null,
      role: "owner",
      projectId: null,
      invitedBy: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + twoDays),
    });
    await appendAudit(tx, ctx, {
      action: "setup.offered",
      projectId: null,
      subject: { kind: "member", key: "" },
      summary: "Offered the link by which the first Owner comes in",
    });
    return { token };
  });
}
