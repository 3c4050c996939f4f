import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { purposeOf } from "./purpose.ts";
import { newTotpSecret, totpUri } from "./totp.server.ts";
import { insertTwoFactorOnce } from "./two-factor-store.server.ts";

/** What the authenticator app is to know, until a first code shows that it does; the same when asked for again. */
export async function beginTwoFactor(ctx: Context): Promise<{ secret: string; uri: string }> {
  const { id, name, email } = requirePerson(ctx);
  const purpose = purposeOf(id);
  const secret = await ctx.db.transaction(async (tx) => {
    const row = await insertTwoFactorOnce(tx, {
      userId: id,
      secret: ctx.secrets.seal(newTotpSecret(), purpose),
      confirmedAt: null,
      lastStep: null,
      createdAt: ctx.now(),
    });
    if (row.confirmedAt !== null) {
      throw new Problem("already_exists", { detail: "Two-factor is on. Turn it off first." });
    }
    // Each time: what is shown is a secret.
    await appendAudit(tx, ctx, {
      action: "two-factor.secret-shown",
      projectId: null,
      subject: { kind: "member", key: email },
      summary: `${name} was shown the secret for their authenticator app`,
    });
    return ctx.secrets.open(row.secret, purpose);
  });
  return { secret, uri: totpUri({ secret, email }) };
}
