import { requirePerson } from "#app/features/access/require-person.server.ts";
import type { Context } from "#app/platform/context.ts";
import { countRecoveryCodes, findAccount, findTwoFactor } from "./two-factor-store.server.ts";

export interface TwoFactorState {
  /** Null where it is off. */
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
  /** Whether turning it on takes the password: not where somebody signs in by single sign-on alone. */
  readonly asksForPassword: boolean;
}

export async function readTwoFactor(ctx: Context): Promise<TwoFactorState> {
  const { id } = requirePerson(ctx);
  const [row, recoveryCodesLeft, account] = await Promise.all([
    findTwoFactor(ctx.db, id),
    countRecoveryCodes(ctx.db, id),
    findAccount(ctx.db, id),
  ]);
  return {
    since: row?.confirmedAt ?? null,
    recoveryCodesLeft,
    asksForPassword: account?.passwordHash != null,
  };
}
