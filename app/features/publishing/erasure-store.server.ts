import { and, asc, eq, or, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { publications, publishedDocuments } from "#db/schema/publishing.ts";
import type { ErasedPerson } from "#app/platform/eraser.ts";

/** Whether JSON text holds one of these as a whole string. */
const holds = (column: PgColumn, keys: readonly string[]): SQL =>
  or(sql`false`, ...keys.map((key) => sql`strpos(${column}, ${JSON.stringify(key)}) > 0`)) ?? sql`false`;

export interface LogRow {
  readonly environmentId: string;
  readonly kind: string;
  readonly key: string;
  readonly revision: number;
  readonly document: string;
}

export async function selectLogWith(db: Queryable, keys: readonly string[]): Promise<LogRow[]> {
  const rows = await db.select().from(publishedDocuments).where(holds(publishedDocuments.document, keys));
  return rows.flatMap((row) => (row.document === null ? [] : [{ ...row, document: row.document }]));
}

export async function updateLogged(tx: Transaction, rows: readonly LogRow[]): Promise<void> {
  for (const { environmentId, kind, key, revision, document } of rows) {
    await tx
      .update(publishedDocuments)
      .set({ document })
      .where(
        and(
          eq(publishedDocuments.environmentId, environmentId),
          eq(publishedDocuments.kind, kind),
          eq(publishedDocuments.key, key),
          eq(publishedDocuments.revision, revision),
        ),
      );
  }
}

/** Every word of the log of one environment, in the order of its revisions. */
export async function selectWholeLog(db: Queryable, environmentId: string) {
  const rows = await db
    .select()
    .from(publishedDocuments)
    .where(eq(publishedDocuments.environmentId, environmentId))
    .orderBy(asc(publishedDocuments.revision));
  return rows.map((row) => ({ ...row, kind: row.kind as "flag" | "segment" }));
}

export async function updateChecksums(
  tx: Transaction,
  rows: readonly { environmentId: string; revision: number; checksum: string }[],
): Promise<void> {
  for (const { environmentId, revision, checksum } of rows) {
    await tx
      .update(publications)
      .set({ checksum })
      .where(and(eq(publications.environmentId, environmentId), eq(publications.revision, revision)));
  }
}

export async function selectPublicationsOf(
  db: Queryable,
  { keys, names }: Pick<ErasedPerson, "keys" | "names">,
): Promise<(typeof publications.$inferSelect)[]> {
  const named = [...keys, ...names].map(
    (word) =>
      sql`strpos(lower(${publications.actorName} || ' ' || ${publications.comment}), ${word.toLowerCase()}) > 0`,
  );
  return db
    .select()
    .from(publications)
    .where(or(sql`false`, ...named));
}

export async function updatePublication(
  tx: Transaction,
  { environmentId, revision, actorName, comment }: typeof publications.$inferSelect,
): Promise<void> {
  await tx
    .update(publications)
    .set({ actorName, comment })
    .where(and(eq(publications.environmentId, environmentId), eq(publications.revision, revision)));
}
