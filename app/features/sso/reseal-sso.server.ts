import type { Transaction } from "#db/client.server.ts";
import type { Secrets } from "#app/platform/context.ts";
import { clientSecretPurpose } from "./client-secret.ts";
import { findConnection, updateClientSecret } from "./sso-store.server.ts";

/** Encrypts with the current key what an older one did. How many they were. */
export async function resealSso(tx: Transaction, secrets: Secrets): Promise<number> {
  const connection = await findConnection(tx);
  if (connection === undefined || secrets.isCurrent(connection.clientSecret)) return 0;
  const secret = secrets.open(connection.clientSecret, clientSecretPurpose);
  await updateClientSecret(tx, secrets.seal(secret, clientSecretPurpose));
  return 1;
}
