import { authorise } from "#app/features/access/authorise.server.ts";
import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { refuseOneself } from "./refuse-oneself.ts";
import { deleteSecondFactor, lockPerson } from "./people-store.server.ts";
import { twoFactorResetMail } from "./two-factor-reset-mail.ts";

/**
 * For somebody who has lost phone and recovery codes: takes their second factor away, so that they come in by the first
 * alone and make a new one. Whoever does it gives their own, the person is signed out everywhere and told by mail.
 */
export async function resetTwoFactor(ctx: Context, input: { person: string }): Promise<void> {
  authorise(ctx, "person.write", { projectId: null });
  requireFreshSecondFactor(ctx);
  refuseOneself(ctx, input.person, "Turn your own two-factor off under your account.");
  const { name, email } = await ctx.db.transaction(async (tx) => {
    const person = await lockPerson(tx, input.person);
    if (person === undefined) throw new Problem("not_found", { detail: "There is nobody of this id." });
    if (!(await deleteSecondFactor(tx, input.person)))
      throw new Problem("not_found", { detail: `${person.name} has no two-factor to be taken away.` });
    await endSessions(tx, input.person);
    await appendAudit(tx, ctx, {
      action: "two-factor.reset",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `Took the second factor of ${person.name} away`,
    });
    return person;
  });
  const by = ctx.actor.kind === "user" ? ctx.actor.name : "An Owner";
  const mail = twoFactorResetMail({ to: email, name, by });
  ctx.mailer.send(mail).catch((error: unknown) => {
    ctx.log.error({ err: error }, "the notice of a second factor taken away could not be mailed");
  });
}
