import type { Transaction } from "#db/client.server.ts";
import { deleteKeptAnswers } from "./idempotency-store.server.ts";

const keptMs = 24 * 3_600_000;

/** A job: whoever tries again a day later is taken at their word. */
export async function forgetAnswers(tx: Transaction, now: Date): Promise<void> {
  await deleteKeptAnswers(tx, new Date(now.getTime() - keptMs));
}
