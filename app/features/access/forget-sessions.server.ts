import type { Transaction } from "#db/client.server.ts";
import { deleteExpiredSessions } from "./session-store.server.ts";

/** Removes what has expired, and what waited for a second factor for too long. */
export function forgetSessions(tx: Transaction, now: Date): Promise<void> {
  return deleteExpiredSessions(tx, now);
}
