import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { checkPassword } from "#app/features/access/password.server.ts";
import { requirePerson, type Person } from "#app/features/access/require-person.server.ts";
import { secondFactorLife } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { makeRecoveryCodes } from "./make-recovery-codes.server.ts";
import { purposeOf } from "./purpose.ts";
import { stepOfCode } from "./totp.server.ts";
import { findAccount, lockTwoFactor, updateTwoFactor } from "./two-factor-store.server.ts";

export interface ConfirmTwoFactorInput {
  readonly code: string;
  /** Left out by those who have none and sign in by single sign-on. */
  readonly password?: string;
}

/**
 * Turns two-factor on with a first code. A session alone does not suffice: whoever took one would make themselves a
 * second factor. Every other session of the person ends.
 */
export async function confirmTwoFactor(
  ctx: Context,
  input: ConfirmTwoFactorInput,
): Promise<{ recoveryCodes: string[]; cookie: string }> {
  const person = requirePerson(ctx);
  await requireProof(ctx, person, input.password ?? "");
  const now = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const row = await lockTwoFactor(tx, person.id);
    if (row === undefined || row.confirmedAt !== null) {
      throw new Problem("not_found", { detail: "There is nothing to confirm. Begin first." });
    }
    const step = stepOfCode(ctx.secrets.open(row.secret, purposeOf(person.id)), input.code, now);
    if (step === undefined) throw wrongFirstCode();
    await updateTwoFactor(tx, person.id, { confirmedAt: now, lastStep: step });
    await endSessions(tx, person.id, { but: person.sessionId });
    const cookie = await ctx.sessions.renew(tx, person.sessionId, { secondFactorAt: now });
    const recoveryCodes = await makeRecoveryCodes(tx, ctx, person.id);
    await appendAudit(tx, ctx, {
      action: "two-factor.enabled",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `${person.name} turned two-factor on`,
    });
    return { recoveryCodes, cookie };
  });
}

async function requireProof(ctx: Context, person: Person, password: string): Promise<void> {
  const account = await findAccount(ctx.db, person.id);
  if (account?.passwordHash != null) {
    ctx.attempts.admit("password", person.id);
    if (await checkPassword(account.passwordHash, password)) return;
    throw invalid("/password", "This is not your password.");
  }
  const age = ctx.now().getTime() - (person.signedInAt?.getTime() ?? 0);
  if (age <= secondFactorLife * 60_000) return;
  throw new Problem("not_permitted", {
    detail: `Sign in again first: this asks for a sign-in within the last ${secondFactorLife} minutes.`,
  });
}

function wrongFirstCode(): Problem {
  const message = "The app would show another code now. Scan again, and look at the clock of the phone.";
  return new Problem("wrong_code", { detail: message, fields: [{ pointer: "/code", message }] });
}
