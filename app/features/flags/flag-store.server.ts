import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { FlagType, Json, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { flags } from "#db/schema/flags.ts";
import type { FlagDefinition, FlagKind } from "./flag.ts";

export interface StoredFlag extends FlagDefinition {
  readonly id: string;
  readonly projectId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

export async function insertFlag(tx: Transaction, flag: StoredFlag): Promise<void> {
  await tx.insert(flags).values({ ...flag, tags: [...flag.tags] });
}

export async function findFlag(
  db: Queryable,
  projectId: string,
  key: string,
): Promise<StoredFlag | undefined> {
  const [row] = await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), eq(flags.key, key)));
  return row === undefined ? undefined : storedFlag(row);
}

export async function updateFlag(tx: Transaction, flag: StoredFlag): Promise<void> {
  const { id, projectId: _, key: __, createdAt: ___, ...columns } = flag;
  await tx
    .update(flags)
    .set({ ...columns, tags: [...columns.tags] })
    .where(eq(flags.id, id));
}

/** Those of the keys that the project has. */
export async function selectFlagsOf(
  db: Queryable,
  projectId: string,
  keys: readonly string[],
): Promise<StoredFlag[]> {
  const rows = await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), inArray(flags.key, [...keys])));
  return rows.map(storedFlag);
}

/** Many in one statement, as far as many are ever changed at once: tags, owner and whether they are archived. */
export async function updateFlags(tx: Transaction, changed: readonly StoredFlag[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ id, tags, owner, archivedAt, version, updatedAt }) => ({
    ...{ id, tags, owner, version },
    archived_at: archivedAt?.toISOString() ?? null,
    updated_at: updatedAt.toISOString(),
  }));
  await tx.execute(sql`
    update ${flags} f set tags = c.tags, owner = c.owner, archived_at = c.archived_at, version = c.version,
      updated_at = c.updated_at
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as c (id uuid, tags text[], owner text, archived_at timestamptz, version integer, updated_at timestamptz)
    where f.id = c.id`);
}

/** All of a project, archived ones too, by key. */
export async function selectAllFlags(db: Queryable, projectId: string): Promise<StoredFlag[]> {
  const rows = await db.select().from(flags).where(eq(flags.projectId, projectId)).orderBy(asc(flags.key));
  return rows.map(storedFlag);
}

/** A new version of each flag of the project, without another change. */
export async function raiseVersions(tx: Transaction, projectId: string): Promise<void> {
  await tx
    .update(flags)
    .set({ version: sql`${flags.version} + 1` })
    .where(eq(flags.projectId, projectId));
}

/** Its targetings go with it. */
export async function deleteFlagRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(flags).where(eq(flags.id, id));
}

export function storedFlag(row: typeof flags.$inferSelect): StoredFlag {
  return {
    ...row,
    type: row.type as FlagType,
    kind: row.kind as FlagKind,
    variants: row.variants as Variant[],
    schema: row.schema as Json,
    metadata: row.metadata as StoredFlag["metadata"],
  };
}

/** Those whose own words hold one of these. */
export async function selectFlagsNaming(
  db: Queryable,
  words: readonly string[],
): Promise<(typeof flags.$inferSelect)[]> {
  const text = sql`lower(concat_ws(' ', ${flags.name}, ${flags.owner}, ${flags.description}, ${flags.metadata}::text))`;
  const each = words.map((word) => sql`strpos(${text}, ${word.toLowerCase()}) > 0`);
  return db
    .select()
    .from(flags)
    .where(or(sql`false`, ...each));
}

export async function updateFlagWords(
  tx: Transaction,
  { id, name, owner, description, metadata }: typeof flags.$inferSelect,
): Promise<void> {
  await tx.update(flags).set({ name, owner, description, metadata }).where(eq(flags.id, id));
}
