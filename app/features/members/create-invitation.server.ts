import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { insertInvitation } from "./invitation-store.server.ts";

const week = 7 * 24 * 3600 * 1000;

/** Makes a one-time link within the caller's transaction; the caller has authorised it. */
export async function createInvitation(
  tx: Transaction,
  ctx: Context,
  input: { email: string; role: string; projectId: string },
): Promise<{ token: string; expiresAt: Date }> {
  const token = ctx.newSecret();
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + week);
  await insertInvitation(tx, {
    id: ctx.newId(),
    tokenHash: hashSecret(token),
    email: input.email,
    role: input.role,
    projectId: input.projectId,
    invitedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    createdAt: now,
    expiresAt,
  });
  return { token, expiresAt };
}
