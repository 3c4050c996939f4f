import { and, asc, desc, eq, gt, ilike, isNull, lt, or, sql } from "drizzle-orm";
import type { FlagType, Json, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { flags } from "#db/schema/flags.ts";
import type { Position } from "#app/platform/cursor.ts";
import type { FlagDefinition, FlagKind } from "./flag.ts";
import type { FlagOrder } from "./flag-order.ts";

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

/** All of a project, archived ones too, by key. */
export async function selectAllFlags(db: Queryable, projectId: string): Promise<StoredFlag[]> {
  const rows = await db.select().from(flags).where(eq(flags.projectId, projectId)).orderBy(asc(flags.key));
  return rows.map(stored);
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

export interface FlagQuery {
  readonly projectId: string;
  /** Part of a key or name, or a whole tag. */
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly type?: FlagType | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  readonly client?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

export interface FlagRange {
  readonly order: FlagOrder;
  /** Only those that come behind it. */
  readonly behind: Position | undefined;
  readonly limit: number;
}

export async function selectFlags(db: Queryable, query: FlagQuery, range: FlagRange): Promise<StoredFlag[]> {
  const { by, descending } = range.order;
  const rows = await db
    .select()
    .from(flags)
    .where(
      and(matching(query), range.behind === undefined ? undefined : comesBehind(range.order, range.behind)),
    )
    .orderBy(descending ? desc(flags[by]) : asc(flags[by]), asc(flags.key))
    .limit(range.limit);
  return rows.map(stored);
}

function comesBehind({ by, descending }: FlagOrder, [first, key]: Position) {
  const value = typeof first === "number" ? new Date(first) : String(first);
  const column = flags[by];
  const further = descending ? lt(column, value) : gt(column, value);
  return or(further, and(eq(column, value), gt(flags.key, String(key))));
}

export async function countFlags(db: Queryable, query: FlagQuery): Promise<number> {
  return db.$count(flags, matching(query));
}

function matching(query: FlagQuery) {
  const like =
    query.search === undefined ? undefined : `%${query.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return and(
    eq(flags.projectId, query.projectId),
    query.archived === true ? sql`${flags.archivedAt} is not null` : isNull(flags.archivedAt),
    query.kind === undefined ? undefined : eq(flags.kind, query.kind),
    query.type === undefined ? undefined : eq(flags.type, query.type),
    query.tag === undefined ? undefined : sql`${query.tag} = any(${flags.tags})`,
    query.owner === undefined ? undefined : eq(flags.owner, query.owner),
    query.client === undefined ? undefined : eq(flags.client, query.client),
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
