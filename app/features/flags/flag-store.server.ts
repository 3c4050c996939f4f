import { and, asc, desc, eq, ilike, isNull, or, sql } from "drizzle-orm";
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
  return row === undefined ? undefined : stored(row);
}

export async function updateFlag(tx: Transaction, flag: StoredFlag): Promise<void> {
  const { id, projectId: _, key: __, createdAt: ___, ...columns } = flag;
  await tx
    .update(flags)
    .set({ ...columns, tags: [...columns.tags] })
    .where(eq(flags.id, id));
}

/** Its targetings go with it. */
export async function deleteFlagRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(flags).where(eq(flags.id, id));
}

export interface FlagQuery {
  readonly projectId: string;
  /** Part of a key or name, or a whole tag. */
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly archived?: boolean | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Last changed first. */
export async function selectFlags(db: Queryable, query: FlagQuery): Promise<StoredFlag[]> {
  const rows = await db
    .select()
    .from(flags)
    .where(matching(query))
    .orderBy(desc(flags.updatedAt), asc(flags.key))
    .limit(query.limit)
    .offset(query.offset);
  return rows.map(stored);
}

export async function countFlags(db: Queryable, query: Omit<FlagQuery, "limit" | "offset">): Promise<number> {
  return db.$count(flags, matching(query));
}

function matching(query: Omit<FlagQuery, "limit" | "offset">) {
  const like =
    query.search === undefined ? undefined : `%${query.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return and(
    eq(flags.projectId, query.projectId),
    query.archived === true ? sql`${flags.archivedAt} is not null` : isNull(flags.archivedAt),
    query.kind === undefined ? undefined : eq(flags.kind, query.kind),
    like === undefined
      ? undefined
      : or(ilike(flags.key, like), ilike(flags.name, like), sql`${query.search} = any(${flags.tags})`),
  );
}

function stored(row: typeof flags.$inferSelect): StoredFlag {
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
