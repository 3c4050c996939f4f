import type { Transaction } from "#db/client.server.ts";
import { lockEnvironments, selectHeads } from "./publication-store.server.ts";

/**
 * Lets nobody publish anywhere until the transaction ends. For what publishes several times in one transaction, wherever
 * that may be, and goes through all logs: locked one by one, environments would be met in another order than others take.
 */
export async function holdEnvironments(tx: Transaction): Promise<void> {
  const heads = await selectHeads(tx);
  await lockEnvironments(
    tx,
    heads.map(({ id }) => id),
  );
}
