import type { Transaction } from "#db/client.server.ts";
import { deleteSessions } from "./session-store.server.ts";

/** Signs a person out everywhere, but for the session of that id where one is named. How many sessions ended. */
export function endSessions(tx: Transaction, userId: string, input: { but?: string } = {}): Promise<number> {
  return deleteSessions(tx, userId, input.but);
}
