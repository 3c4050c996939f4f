import type { Transaction } from "#db/client.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { purposeOf } from "./purpose.ts";
import { normaliseRecoveryCode } from "./recovery-code.ts";
import { stepOfCode } from "./totp.server.ts";
import {
  countRecoveryCodes,
  findAccount,
  lockTwoFactor,
  takeRecoveryCode,
  updateTwoFactor,
} from "./two-factor-store.server.ts";

/** Takes a code of the app, or a recovery code, once; throws for any other, and for one that was taken before. */
export async function checkSecondFactor(
  ctx: Context,
  input: { userId: string; code: string },
): Promise<void> {
  ctx.attempts.admit("code", input.userId);
  const code = input.code.trim();
  const taken = await ctx.db.transaction((tx) =>
    /^\d{3} ?\d{3}$/.test(code)
      ? takeAppCode(tx, ctx, { userId: input.userId, code: code.replace(" ", "") })
      : takeSpareCode(tx, ctx, { userId: input.userId, code }),
  );
  if (taken) return;
  const message = "This code is wrong, or was used before. An app shows a new one every 30 seconds.";
  throw new Problem("wrong_code", { detail: message, fields: [{ pointer: "/code", message }] });
}

interface Given {
  readonly userId: string;
  readonly code: string;
}

async function takeAppCode(tx: Transaction, ctx: Context, { userId, code }: Given): Promise<boolean> {
  const row = await lockTwoFactor(tx, userId);
  if (row === undefined || row.confirmedAt === null) return false;
  const step = stepOfCode(ctx.secrets.open(row.secret, purposeOf(userId)), code, ctx.now());
  if (step === undefined || (row.lastStep !== null && step <= row.lastStep)) return false;
  await updateTwoFactor(tx, userId, { lastStep: step });
  return tell(tx, ctx, { userId, action: "two-factor.code-given", did: "gave a code of their app" });
}

async function takeSpareCode(tx: Transaction, ctx: Context, { userId, code }: Given): Promise<boolean> {
  const given = normaliseRecoveryCode(code);
  if (given === undefined || !(await takeRecoveryCode(tx, userId, hashSecret(given)))) return false;
  const left = await countRecoveryCodes(tx, userId);
  const did = `used a recovery code; ${left} are left`;
  return tell(tx, ctx, { userId, action: "two-factor.recovery-code-used", did });
}

/** False where the account is gone meanwhile. */
async function tell(
  tx: Transaction,
  ctx: Context,
  { userId, action, did }: { userId: string; action: string; did: string },
): Promise<boolean> {
  const account = await findAccount(tx, userId);
  if (account === undefined) return false;
  const { name, email } = account;
  await appendAudit(tx, ctx, {
    actor: { kind: "user", id: userId, name, email },
    action,
    projectId: null,
    subject: { kind: "member", key: email },
    summary: `${name} ${did}`,
  });
  return true;
}
