import { and, asc, desc, eq, gt, gte, lt, ne, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { acknowledgements, sdkInstances } from "#db/schema/events.ts";
import { projects } from "#db/schema/projects.ts";
import { publications } from "#db/schema/publishing.ts";

/** A statement takes at most 65,535 parameters. */
const rowsAtOnce = 1000;

export type InstanceRow = typeof sdkInstances.$inferSelect;

/** Each instance at most once in `rows`, in the one order; a report that was overtaken on its way changes nothing. */
export async function upsertInstances(tx: Transaction, rows: readonly InstanceRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await tx
      .insert(sdkInstances)
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflictDoUpdate({
        target: [sdkInstances.environmentId, sdkInstances.instance],
        set: {
          sdkName: sql`excluded.sdk_name`,
          sdkVersion: sql`excluded.sdk_version`,
          engine: sql`excluded.engine`,
          revision: sql`excluded.revision`,
          connection: sql`excluded.connection`,
          seenAt: sql`excluded.seen_at`,
        },
        setWhere: sql`${sdkInstances.seenAt} <= excluded.seen_at`,
      });
  }
}

export async function insertAcknowledgements(
  tx: Transaction,
  rows: readonly (typeof acknowledgements.$inferInsert)[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await tx
      .insert(acknowledgements)
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflictDoNothing();
  }
}

interface Connected {
  readonly environmentId: string;
  /** Who has not been heard of since is not connected. */
  readonly since: Date;
}

interface Asked extends Connected {
  readonly revision: number;
}

const connected = ({ environmentId, since }: Connected) =>
  and(
    eq(sdkInstances.environmentId, environmentId),
    gt(sdkInstances.seenAt, since),
    ne(sdkInstances.connection, "closed"),
  );

export async function countInstances(
  db: Queryable,
  asked: Asked,
): Promise<{ connected: number; serving: number }> {
  const [row] = await db
    .select({
      connected: sql<number>`count(*)::int`,
      serving: sql<number>`(count(*) filter (where ${gte(sdkInstances.revision, asked.revision)}))::int`,
    })
    .from(sdkInstances)
    .where(connected(asked));
  return row ?? { connected: 0, serving: 0 };
}

/** How many cannot run documents that need this engine level. */
export async function countBelow(db: Queryable, asked: Connected & { engine: number }): Promise<number> {
  return db.$count(sdkInstances, and(connected(asked), lt(sdkInstances.engine, asked.engine)));
}

/** Those that lag behind first, then the last heard of. */
export async function selectInstances(
  db: Queryable,
  asked: Asked & { limit: number },
): Promise<(InstanceRow & { appliedAt: Date | null })[]> {
  const rows = await db
    .select({ instance: sdkInstances, appliedAt: acknowledgements.appliedAt })
    .from(sdkInstances)
    .leftJoin(
      acknowledgements,
      and(
        eq(acknowledgements.environmentId, sdkInstances.environmentId),
        eq(acknowledgements.instance, sdkInstances.instance),
        gte(acknowledgements.revision, asked.revision),
        lt(acknowledgements.fromRevision, asked.revision),
      ),
    )
    .where(connected(asked))
    .orderBy(
      asc(gte(sdkInstances.revision, asked.revision)),
      desc(sdkInstances.seenAt),
      asc(sdkInstances.instance),
    )
    .limit(asked.limit);
  return rows.map(({ instance, appliedAt }) => ({ ...instance, appliedAt }));
}

export interface LagRow {
  readonly instances: number;
  /** Milliseconds. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** How long after `publishedAt` those that went over the revision had applied it. */
export async function selectLag(
  db: Queryable,
  asked: { environmentId: string; revision: number; publishedAt: Date },
): Promise<LagRow> {
  const lag = sql`greatest(0, extract(epoch from ${acknowledgements.appliedAt} - ${asked.publishedAt.toISOString()}::timestamptz) * 1000)`;
  const share = (part: number) =>
    sql<number | null>`round(percentile_disc(${sql.raw(String(part))}) within group (order by ${lag}))::int`;
  const [row] = await db
    .select({
      instances: sql<number>`count(*)::int`,
      p50: share(0.5),
      p99: share(0.99),
      max: sql<number | null>`round(max(${lag}))::int`,
    })
    .from(acknowledgements)
    .where(
      and(
        eq(acknowledgements.environmentId, asked.environmentId),
        gte(acknowledgements.revision, asked.revision),
        lt(acknowledgements.fromRevision, asked.revision),
      ),
    );
  return row ?? { instances: 0, p50: null, p99: null, max: null };
}

export interface EnvironmentPropagation {
  /** `project/environment`. */
  readonly environment: string;
  readonly connected: number;
  readonly serving: number;
  /** Milliseconds; null where nobody went over the latest revision while it ran. */
  readonly p50: number | null;
  readonly p99: number | null;
}

/** How far the latest revision has come in each environment to which somebody is connected. */
export async function selectPropagation(db: Queryable, since: Date): Promise<EnvironmentPropagation[]> {
  return db.execute<EnvironmentPropagation & Record<string, unknown>>(sql`
    select ${projects.key} || '/' || ${environments.key} as environment, seen.connected, seen.serving, lag.p50, lag.p99
    from ${environments}
    join ${projects} on ${projects.id} = ${environments.projectId}
    join lateral (
      select count(*)::int as connected,
        (count(*) filter (where ${gte(sdkInstances.revision, environments.revision)}))::int as serving
      from ${sdkInstances}
      where ${eq(sdkInstances.environmentId, environments.id)}
        and ${sdkInstances.seenAt} > ${since.toISOString()}::timestamptz
        and ${ne(sdkInstances.connection, "closed")}
    ) seen on seen.connected > 0
    left join lateral (
      select percentile_disc(0.5) within group (order by late)::int as p50,
        percentile_disc(0.99) within group (order by late)::int as p99
      from (
        select greatest(0, extract(epoch from ${acknowledgements.appliedAt} - ${publications.publishedAt}) * 1000) as late
        from ${publications}
        join ${acknowledgements} on ${eq(acknowledgements.environmentId, publications.environmentId)}
          and ${gte(acknowledgements.revision, publications.revision)}
          and ${lt(acknowledgements.fromRevision, publications.revision)}
        where ${eq(publications.environmentId, environments.id)}
          and ${eq(publications.revision, environments.revision)}
      ) applied
    ) lag on true`);
}

export async function deleteOldReports(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(acknowledgements).where(lt(acknowledgements.appliedAt, before));
  await tx.delete(sdkInstances).where(lt(sdkInstances.seenAt, before));
}
