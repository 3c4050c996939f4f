import type { Transaction } from "#db/client.server.ts";
import type { Secrets } from "#app/platform/context.ts";
import { purposeOf } from "./purpose.ts";
import { selectTwoFactors, updateTwoFactor } from "./two-factor-store.server.ts";

/** Encrypts with the current key what an older one did. How many they were. */
export async function resealTwoFactors(tx: Transaction, secrets: Secrets): Promise<number> {
  const older = (await selectTwoFactors(tx)).filter(({ secret }) => !secrets.isCurrent(secret));
  for (const { userId, secret } of older) {
    const purpose = purposeOf(userId);
    await updateTwoFactor(tx, userId, { secret: secrets.seal(secrets.open(secret, purpose), purpose) });
  }
  return older.length;
}
