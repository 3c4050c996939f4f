import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { FlagType, Json, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { flags, targetings } from "#db/schema/flags.ts";
import type { Targeting } from "./targeting.ts";
import type { StoredTargeting, TargetedRow } from "./targeting-row.ts";

/** In one statement: PostgreSQL takes 65,535 values. */
const mostRows = 5000;

export async function insertTargetings(tx: Transaction, rows: readonly StoredTargeting[]): Promise<void> {
  for (let at = 0; at < rows.length; at += mostRows) {
    await tx
      .insert(targetings)
      .values(rows.slice(at, at + mostRows).map(({ environmentKey: _, ...row }) => row));
  }
}

const columns = {
  flagId: targetings.flagId,
  environmentId: targetings.environmentId,
  environmentKey: environments.key,
  targeting: targetings.targeting,
  version: targetings.version,
  updatedAt: targetings.updatedAt,
};

/** Those of the named flags that the project has: each has a targeting in every environment. */
export async function selectTargeted(
  db: Queryable,
  place: { projectId: string; environmentId: string },
  flagKeys: readonly string[],
): Promise<TargetedRow[]> {
  const rows = await db
    .select({ ...columns, flag: flags })
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .innerJoin(flags, eq(flags.id, targetings.flagId))
    .where(
      and(
        eq(flags.projectId, place.projectId),
        inArray(flags.key, [...flagKeys]),
        eq(targetings.environmentId, place.environmentId),
      ),
    );
  return rows.map(targeted);
}

/** Of these flags, in the order in which environments are listed. */
export async function selectTargetings(
  db: Queryable,
  flagIds: readonly string[],
): Promise<StoredTargeting[]> {
  if (flagIds.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .where(inArray(targetings.flagId, [...flagIds]))
    .orderBy(asc(environments.position), asc(environments.key));
  return rows as StoredTargeting[];
}

/** Many in one statement: each goes to its new state and version. */
export async function updateTargetings(tx: Transaction, rows: readonly StoredTargeting[]): Promise<void> {
  if (rows.length === 0) return;
  const changed = rows.map(({ flagId, environmentId, targeting, version, updatedAt }) => ({
    flag_id: flagId,
    environment_id: environmentId,
    // As text, so that values come back exactly as they were written.
    targeting: JSON.stringify(targeting),
    version,
    updated_at: updatedAt.toISOString(),
  }));
  await tx.execute(sql`
    with changed as (
      select * from json_to_recordset(${JSON.stringify(changed)}::json)
        as (flag_id uuid, environment_id uuid, targeting text, version integer, updated_at timestamptz)
    ), updated as (
      update ${targetings} t
      set targeting = c.targeting::json, version = c.version, updated_at = c.updated_at
      from changed c
      where t.flag_id = c.flag_id and t.environment_id = c.environment_id
    )
    -- Lists put last what was touched last, wherever it was touched.
    update ${flags} f set updated_at = c.at
    from (select flag_id, max(updated_at) as at from changed group by flag_id) c
    where f.id = c.flag_id`);
}

function targeted({
  flag,
  ...row
}: Omit<StoredTargeting, "targeting"> & {
  targeting: unknown;
  flag: typeof flags.$inferSelect;
}): TargetedRow {
  const { key, client, safeVariant, archivedAt } = flag;
  return {
    ...row,
    targeting: row.targeting as Targeting,
    flag: {
      key,
      client,
      type: flag.type as FlagType,
      variants: flag.variants as Variant[],
      safeVariant,
      metadata: flag.metadata as Record<string, Json>,
      archived: archivedAt !== null,
    },
  };
}

/** Whose JSON holds one of these as a whole text, in any project. */
export async function selectTargetingsWith(db: Queryable, texts: readonly string[]): Promise<TargetedRow[]> {
  const each = texts.map((text) => sql`strpos(${targetings.targeting}::text, ${JSON.stringify(text)}) > 0`);
  const rows = await db
    .select({ ...columns, flag: flags })
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .innerJoin(flags, eq(flags.id, targetings.flagId))
    .where(or(sql`false`, ...each));
  return rows.map(targeted);
}
