import { and, asc, desc, eq, gt, gte, lt, ne, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { acknowledgements, sdkInstances } from "#db/schema/events.ts";

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

export async function deleteOldReports(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(acknowledgements).where(lt(acknowledgements.appliedAt, before));
  await tx.delete(sdkInstances).where(lt(sdkInstances.seenAt, before));
}
