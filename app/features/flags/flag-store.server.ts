import { and, asc, desc, eq, ilike, inArray, isNull, or, sql } from "drizzle-orm";
import type { FlagType, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { flags, targetings } from "#db/schema/flags.ts";
import type { FlagDefinition, FlagKind } from "./flag.ts";
import type { Targeting } from "./targeting.ts";

export interface StoredFlag extends FlagDefinition {
  readonly id: string;
  readonly projectId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

export interface StoredTargeting {
  readonly flagId: string;
  readonly environmentId: string;
  readonly environmentKey: string;
  readonly targeting: Targeting;
  readonly version: number;
  readonly updatedAt: Date;
}

export async function insertFlag(
  tx: Transaction,
  flag: StoredFlag,
  rows: readonly { environmentId: string; targeting: Targeting }[],
): Promise<void> {
  await tx.insert(flags).values({ ...flag, tags: [...flag.tags] });
  await tx
    .insert(targetings)
    .values(rows.map((row) => ({ ...row, flagId: flag.id, version: 1, updatedAt: flag.createdAt })));
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

/** Of these flags, in the order in which environments are listed. */
export async function selectTargetings(
  db: Queryable,
  flagIds: readonly string[],
): Promise<StoredTargeting[]> {
  if (flagIds.length === 0) return [];
  const rows = await db
    .select({
      flagId: targetings.flagId,
      environmentId: targetings.environmentId,
      environmentKey: environments.key,
      targeting: targetings.targeting,
      version: targetings.version,
      updatedAt: targetings.updatedAt,
    })
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .where(inArray(targetings.flagId, [...flagIds]))
    .orderBy(asc(environments.position), asc(environments.key));
  return rows as StoredTargeting[];
}

export async function updateTargeting(
  tx: Transaction,
  row: Pick<StoredTargeting, "flagId" | "environmentId" | "targeting" | "version" | "updatedAt">,
): Promise<void> {
  await tx
    .update(targetings)
    .set({ targeting: row.targeting, version: row.version, updatedAt: row.updatedAt })
    .where(and(eq(targetings.flagId, row.flagId), eq(targetings.environmentId, row.environmentId)));
  // Lists put last what was touched last, wherever it was touched.
  await tx.update(flags).set({ updatedAt: row.updatedAt }).where(eq(flags.id, row.flagId));
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
  };
}
