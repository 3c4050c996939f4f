import type { Transaction } from "#db/client.server.ts";
import { forgetSessions } from "#app/features/access/forget-sessions.server.ts";
import { deleteExpiredResets } from "./sign-in-store.server.ts";

/** Sessions and links that open nothing any more are not kept. */
export async function forgetSignIns(tx: Transaction, now: Date): Promise<void> {
  await forgetSessions(tx, now);
  await deleteExpiredResets(tx, now);
}
