import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { recoveryCodeCount, recoveryCodeOf } from "./recovery-code.ts";
import { replaceRecoveryCodes } from "./two-factor-store.server.ts";

/** New codes in place of all the others, shown this once. */
export async function makeRecoveryCodes(tx: Transaction, ctx: Context, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCodeOf(hashSecret(ctx.newSecret())));
  await replaceRecoveryCodes(tx, userId, codes.map(hashSecret));
  return codes;
}
