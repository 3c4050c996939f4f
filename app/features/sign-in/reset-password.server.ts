import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { hashPassword } from "#app/features/access/password.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { readPasswordReset, resetUsed } from "./read-password-reset.server.ts";
import { passwordChangedMail } from "./reset-mail.ts";
import { takeReset, updatePassword } from "./sign-in-store.server.ts";

/**
 * Sets the password by a link, once, and ends every session of the person. It opens none: a second factor is asked for
 * at the next sign-in as ever.
 */
export async function resetPassword(ctx: Context, input: { token: string; password: string }): Promise<void> {
  // A wrong link costs no hash.
  await readPasswordReset(ctx, input);
  const passwordHash = await hashPassword(input.password);
  const { name, email } = await ctx.db.transaction(async (tx) => {
    const reset = await takeReset(tx, hashSecret(input.token));
    if (reset === undefined || reset.expiresAt <= ctx.now()) throw resetUsed();
    const user = await updatePassword(tx, reset.userId, passwordHash);
    if (user === undefined) throw resetUsed();
    await endSessions(tx, user.id);
    await appendAudit(tx, ctx, {
      actor: { kind: "user", id: user.id, name: user.name },
      action: "password.reset",
      projectId: null,
      subject: { kind: "member", key: user.email },
      summary: `${user.name} chose a new password by a mailed link`,
    });
    return user;
  });
  const notice = passwordChangedMail({ to: email, name, publicUrl: ctx.publicUrl });
  ctx.mailer.send(notice).catch((error: unknown) => {
    ctx.log.error({ err: error }, "the notice of a new password could not be mailed");
  });
}
