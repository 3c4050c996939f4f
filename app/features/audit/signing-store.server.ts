import { desc, eq, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { auditKeys } from "#db/schema/audit.ts";

export type SigningKeyRow = typeof auditKeys.$inferSelect;

/** The newest first. */
export async function selectSigningKeys(db: Queryable): Promise<SigningKeyRow[]> {
  return db.select().from(auditKeys).orderBy(desc(auditKeys.createdAt), desc(auditKeys.id));
}

/** Nobody else makes one until the end of the transaction. */
export async function lockSigningKeys(tx: Transaction): Promise<SigningKeyRow[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('audit keys', 0))`);
  return selectSigningKeys(tx);
}

export async function insertSigningKey(tx: Transaction, row: SigningKeyRow): Promise<void> {
  await tx.insert(auditKeys).values(row);
}

export async function updateSigningKey(tx: Transaction, id: string, secret: string): Promise<void> {
  await tx.update(auditKeys).set({ secret }).where(eq(auditKeys.id, id));
}
