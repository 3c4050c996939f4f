import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { evaluationCounts } from "#db/schema/events.ts";

export interface ActivityRow {
  readonly flag: string;
  /** Whole hours since `since`. */
  readonly hour: number;
  readonly count: number;
}

/** Of these flags, in these environments, by the hour. */
export async function selectActivity(
  db: Queryable,
  asked: { environmentIds: readonly string[]; flags: readonly string[]; since: Date },
): Promise<ActivityRow[]> {
  const { environmentIds, flags, since } = asked;
  if (environmentIds.length === 0 || flags.length === 0) return [];
  const hour = sql<number>`floor(extract(epoch from ${evaluationCounts.at} - ${since.toISOString()}::timestamptz) / 3600)::int`;
  return db
    .select({ flag: evaluationCounts.flag, hour, count: sql<number>`sum(${evaluationCounts.count})::float8` })
    .from(evaluationCounts)
    .where(
      and(
        inArray(evaluationCounts.environmentId, [...environmentIds]),
        inArray(evaluationCounts.flag, [...flags]),
        gte(evaluationCounts.at, since),
      ),
    )
    .groupBy(evaluationCounts.flag, sql`2`);
}

/** When a flag was evaluated last, as far as anybody counted; by environment. */
export async function selectLastEvaluations(
  db: Queryable,
  asked: { environmentIds: readonly string[]; flag: string },
): Promise<{ environmentId: string; at: Date; count: number }[]> {
  if (asked.environmentIds.length === 0) return [];
  const rows = await db
    .select({
      environmentId: evaluationCounts.environmentId,
      at: sql<string>`max(${evaluationCounts.at})`,
      count: sql<number>`sum(${evaluationCounts.count})::float8`,
    })
    .from(evaluationCounts)
    .where(
      and(
        inArray(evaluationCounts.environmentId, [...asked.environmentIds]),
        eq(evaluationCounts.flag, asked.flag),
      ),
    )
    .groupBy(evaluationCounts.environmentId);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** How often a flag ended how since then, by variant, rule and reason; the most frequent first. */
export async function selectOutcomes(
  db: Queryable,
  asked: { environmentId: string; flag: string; since: Date },
): Promise<{ variant: string; ruleId: string; reason: string; count: number }[]> {
  const { variant, ruleId, reason } = evaluationCounts;
  const count = sql<number>`sum(${evaluationCounts.count})::float8`;
  return db
    .select({ variant, ruleId, reason, count })
    .from(evaluationCounts)
    .where(
      and(
        eq(evaluationCounts.environmentId, asked.environmentId),
        eq(evaluationCounts.flag, asked.flag),
        gte(evaluationCounts.at, asked.since),
      ),
    )
    .groupBy(variant, ruleId, reason)
    .orderBy(desc(count), variant, ruleId, reason);
}
