import { eq, lt } from "drizzle-orm";
import type { Transaction } from "#db/client.server.ts";
import { keptAnswers } from "#db/schema/idempotency.ts";

export type KeptAnswer = typeof keptAnswers.$inferSelect;

/** False where the row is there already. Waits for a transaction that is about to insert it. */
export async function insertKeptAnswer(tx: Transaction, row: KeptAnswer): Promise<boolean> {
  const made = await tx
    .insert(keptAnswers)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: keptAnswers.id });
  return made.length > 0;
}

export async function findKeptAnswer(tx: Transaction, id: string): Promise<KeptAnswer | undefined> {
  const [row] = await tx.select().from(keptAnswers).where(eq(keptAnswers.id, id));
  return row;
}

export async function updateKeptAnswer(tx: Transaction, id: string, answer: string): Promise<void> {
  await tx.update(keptAnswers).set({ answer }).where(eq(keptAnswers.id, id));
}

export async function deleteKeptAnswers(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(keptAnswers).where(lt(keptAnswers.createdAt, before));
}
