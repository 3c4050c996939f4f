import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { checkPassword, hashPassword } from "#app/features/access/password.server.ts";
import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { findPasswordHash, updateAccount } from "./account-store.server.ts";

export interface ChangePasswordInput {
  readonly current: string;
  readonly password: string;
}

/** Ends every other session of the person, and gives this one a new id. */
export async function changePassword(ctx: Context, input: ChangePasswordInput): Promise<{ cookie: string }> {
  const { id, name, email, sessionId } = requirePerson(ctx);
  const storedHash = await findPasswordHash(ctx.db, id);
  if (storedHash === null) {
    throw new Problem("not_permitted", {
      detail: "You sign in by single sign-on and have no password here.",
    });
  }
  ctx.attempts.admit("password", id);
  if (!(await checkPassword(storedHash, input.current))) {
    throw invalid("/current", "This is not your password.");
  }
  const passwordHash = await hashPassword(input.password);
  const cookie = await ctx.db.transaction(async (tx) => {
    await updateAccount(tx, id, { passwordHash });
    await endSessions(tx, id, { but: sessionId });
    const renewed = await ctx.sessions.renew(tx, sessionId, {});
    await appendAudit(tx, ctx, {
      action: "password.changed",
      projectId: null,
      subject: { kind: "member", key: email },
      summary: `${name} changed their password`,
    });
    return renewed;
  });
  return { cookie };
}
