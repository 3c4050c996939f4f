import { and, asc, desc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { evaluationCounts, eventIds, exposures, metricEvents } from "#db/schema/events.ts";
import type { CountRow } from "./count-rows.ts";

/** A statement takes at most 65,535 parameters. */
const rowsAtOnce = 1000;

function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

/** Those of the environments that are there, and stay there until the transaction ends. */
export async function lockPresent(tx: Transaction, environmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: environments.id })
    .from(environments)
    .where(inArray(environments.id, [...environmentIds]))
    .orderBy(asc(environments.id))
    .for("key share");
  return new Set(rows.map(({ id }) => id));
}

/** Remembers the ids and gives back those that were not known. Sorted, so that no two writers wait for each other. */
export async function insertEventIds(
  tx: Transaction,
  rows: readonly (typeof eventIds.$inferInsert)[],
): Promise<Set<string>> {
  const fresh = new Set<string>();
  const sorted = rows.toSorted((a, b) => compare(idOf(a), idOf(b)));
  for (const chunk of inChunks(sorted)) {
    const inserted = await tx
      .insert(eventIds)
      .values(chunk)
      .onConflictDoNothing()
      .returning({ environmentId: eventIds.environmentId, id: eventIds.id });
    for (const row of inserted) fresh.add(idOf(row));
  }
  return fresh;
}

export function idOf(row: { readonly environmentId: string; readonly id: string }): string {
  return `${row.environmentId} ${row.id}`;
}

export async function insertExposures(
  tx: Transaction,
  rows: readonly (typeof exposures.$inferInsert)[],
): Promise<void> {
  for (const chunk of inChunks(rows)) await tx.insert(exposures).values(chunk).onConflictDoNothing();
}

export async function insertMetricEvents(
  tx: Transaction,
  rows: readonly (typeof metricEvents.$inferInsert)[],
): Promise<void> {
  for (const chunk of inChunks(rows)) await tx.insert(metricEvents).values(chunk).onConflictDoNothing();
}

/** Adds to what is counted already. Each row at most once in `rows`, and in the one order. */
export async function addCounts(tx: Transaction, rows: readonly CountRow[]): Promise<void> {
  for (const chunk of inChunks(rows)) {
    await tx
      .insert(evaluationCounts)
      .values(chunk)
      .onConflictDoUpdate({
        target: [
          evaluationCounts.environmentId,
          evaluationCounts.flag,
          evaluationCounts.at,
          evaluationCounts.seconds,
          evaluationCounts.flagRevision,
          evaluationCounts.variant,
          evaluationCounts.reason,
          evaluationCounts.detail,
          evaluationCounts.ruleId,
          evaluationCounts.source,
        ],
        set: { count: sql`${evaluationCounts.count} + excluded.count` },
      });
  }
}

/** Makes hours of the minutes before `before`, the beginning of an hour. */
export async function compactMinutes(tx: Transaction, before: Date): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from ${evaluationCounts} where seconds = 60 and at < ${before.toISOString()}::timestamptz returning *
    )
    insert into ${evaluationCounts}
    select environment_id, date_trunc('hour', at, 'UTC'), 3600, flag, flag_revision, variant, reason, detail, rule_id,
      source, sum(count)
    from gone group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    on conflict (environment_id, flag, at, seconds, flag_revision, variant, reason, detail, rule_id, source)
    do update set count = evaluation_counts.count + excluded.count`);
}

export async function deleteEventIds(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(eventIds).where(lt(eventIds.receivedAt, before));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Calls units otherwise, whatever attribute they come from. */
export async function renameUnits(
  tx: Transaction,
  units: readonly string[],
  name: string,
): Promise<{ exposures: number; metricEvents: number }> {
  const rename = { unitValue: name };
  const seen = await tx
    .update(exposures)
    .set(rename)
    .where(inArray(exposures.unitValue, [...units]))
    .returning({ id: exposures.id });
  const done = await tx
    .update(metricEvents)
    .set(rename)
    .where(inArray(metricEvents.unitValue, [...units]))
    .returning({ id: metricEvents.id });
  return { exposures: seen.length, metricEvents: done.length };
}

export type ExposureRow = Pick<
  typeof exposures.$inferSelect,
  "at" | "environmentRevision" | "variant" | "ruleId"
>;

/** Of one flag and unit within a time, newest first. */
export async function selectExposures(
  db: Queryable,
  of: { environmentId: string; flag: string; unit: string; from: Date; to: Date; limit: number },
): Promise<ExposureRow[]> {
  return db
    .select({
      at: exposures.at,
      environmentRevision: exposures.environmentRevision,
      variant: exposures.variant,
      ruleId: exposures.ruleId,
    })
    .from(exposures)
    .where(
      and(
        eq(exposures.environmentId, of.environmentId),
        eq(exposures.flag, of.flag),
        eq(exposures.unitValue, of.unit),
        gte(exposures.at, of.from),
        lte(exposures.at, of.to),
      ),
    )
    .orderBy(desc(exposures.at))
    .limit(of.limit);
}
