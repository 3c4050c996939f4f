import type { CountsRecord } from "#app/platform/event-record.ts";

/** One row of counts as it is stored: empty text stands for none. */
export interface CountRow {
  readonly environmentId: string;
  readonly at: Date;
  readonly seconds: number;
  readonly flag: string;
  readonly flagRevision: number;
  readonly variant: string;
  readonly reason: string;
  readonly detail: string;
  readonly ruleId: string;
  readonly source: CountsRecord["source"];
  readonly count: number;
}

/** Adds up what belongs into the same row. In one order everywhere, so that no two writers wait for each other. */
export function countRows(records: readonly CountsRecord[]): CountRow[] {
  const rows = new Map<string, CountRow>();
  for (const { environmentId, minute, source, counts } of records) {
    for (const { count, variant, detail, ruleId, ...rest } of counts) {
      const row = {
        ...rest,
        environmentId,
        at: minute,
        seconds: 60,
        variant: variant ?? "",
        detail: detail ?? "",
        ruleId: ruleId ?? "",
        source,
      };
      const name = JSON.stringify([
        environmentId,
        row.flag,
        minute.getTime(),
        row.flagRevision,
        row.variant,
        row.reason,
        row.detail,
        row.ruleId,
        source,
      ]);
      rows.set(name, { ...row, count: (rows.get(name)?.count ?? 0) + count });
    }
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** The beginning of the minute. */
export function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}
