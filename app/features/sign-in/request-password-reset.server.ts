import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { networkOf } from "#app/platform/client-address.server.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { resetLife, resetMail } from "./reset-mail.ts";
import { findUserByEmail, replaceReset } from "./sign-in-store.server.ts";

/**
 * Mails a link by which to choose a new password. Neither the answer nor its time says whether the address is known:
 * the work is done after it. Whoever has no password here, but signs in by single sign-on, gets none by mail either.
 */
export function requestPasswordReset(ctx: Context, input: { email: string }): void {
  const email = input.email.trim().toLowerCase();
  ctx.attempts.admit("mail-from", networkOf(ctx.origin.address ?? ""));
  ctx.attempts.admit("mail-to", email);
  mailLink(ctx, email).catch((error: unknown) => {
    ctx.log.error({ err: error }, "a link to a new password could not be mailed");
  });
}

async function mailLink(ctx: Context, email: string): Promise<void> {
  const user = await findUserByEmail(ctx.db, email);
  if (user === undefined || user.passwordHash === null) return;
  const token = ctx.newSecret();
  const now = ctx.now();
  await ctx.db.transaction(async (tx) => {
    await replaceReset(tx, {
      id: ctx.newId(),
      tokenHash: hashSecret(token),
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + resetLife * 60_000),
    });
    await appendAudit(tx, ctx, {
      action: "password.reset-asked",
      projectId: null,
      subject: { kind: "member", key: email },
      summary: `A link to choose a new password was asked for ${user.name}`,
    });
  });
  await ctx.mailer.send(resetMail({ to: email, name: user.name, link: `${ctx.publicUrl}/reset/${token}` }));
}
