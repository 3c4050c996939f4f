import type { Transaction } from "#db/client.server.ts";
import { deleteOldReports } from "./propagation-store.server.ts";

const keptMs = 24 * 3_600_000;

/** A job: how a change spread is told for a day. */
export async function forgetReports(tx: Transaction, now: Date): Promise<void> {
  await deleteOldReports(tx, new Date(now.getTime() - keptMs));
}
