import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { auditEntries } from "#db/schema/audit.ts";

export type AuditRow = typeof auditEntries.$inferSelect;

export async function insertAuditEntry(
  tx: Transaction,
  row: typeof auditEntries.$inferInsert,
): Promise<void> {
  await tx.insert(auditEntries).values(row);
}

export interface AuditQuery {
  readonly projectId: string;
  readonly subject?: { readonly kind: string; readonly key: string };
  /** Entries older than this sequence. */
  readonly before?: number;
  readonly limit: number;
}

/** Newest first. */
export async function selectAuditEntries(db: Queryable, query: AuditQuery): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.projectId, query.projectId),
        query.subject === undefined
          ? sql`true`
          : and(
              eq(auditEntries.subjectKind, query.subject.kind),
              eq(auditEntries.subjectKey, query.subject.key),
            ),
        query.before === undefined ? sql`true` : lt(auditEntries.sequence, query.before),
      ),
    )
    .orderBy(desc(auditEntries.sequence))
    .limit(query.limit);
}
