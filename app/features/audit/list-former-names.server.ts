import type { Transaction } from "#db/client.server.ts";
import { selectHeld } from "./audit-store.server.ts";
import type { ActorValue } from "./audit-values.ts";

/** What somebody was called when they did what the audit tells. */
export async function listFormerNames(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await selectHeld(tx, { kind: "actor", holder: `user:${userId}` });
  return [...new Set(rows.map(({ value }) => (JSON.parse(value) as ActorValue).name))];
}
