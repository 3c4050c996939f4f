import type { Database } from "#db/client.server.ts";
import { recordHeartbeats } from "#app/features/propagation/record-heartbeats.server.ts";
import type {
  CountsRecord,
  EventRecord,
  ExposureRecord,
  HeartbeatRecord,
  MetricRecord,
} from "#app/platform/event-record.ts";
import { countRows } from "./count-rows.ts";
import {
  addCounts,
  idOf,
  insertEventIds,
  insertExposures,
  insertMetricEvents,
  lockPresent,
} from "./event-store.server.ts";

/**
 * Writes a batch in one transaction: all of it is durable once this resolves, and nothing of it before. What is of an
 * environment that was deleted meanwhile goes with it, and keeps nothing else from being written.
 */
export async function writeEvents(db: Database, reported: readonly EventRecord[]): Promise<void> {
  await db.transaction(async (tx) => {
    const present = await lockPresent(tx, [...new Set(reported.map(({ environmentId }) => environmentId))]);
    const records = reported.filter(({ environmentId }) => present.has(environmentId));
    const beats = records.filter((record): record is HeartbeatRecord => record.kind === "heartbeat");
    const identified = new Map(
      records.flatMap((record) => (record.kind === "heartbeat" ? [] : [[idOf(record), record] as const])),
    );
    if (identified.size > 0) {
      const known = [...identified.values()].map(({ environmentId, id, receivedAt }) => ({
        environmentId,
        id,
        receivedAt,
      }));
      const fresh = await insertEventIds(tx, known);
      const events = [...identified].filter(([id]) => fresh.has(id)).map(([, event]) => event);
      const exposed = events.filter((event): event is ExposureRecord => event.kind === "exposure");
      await insertExposures(
        tx,
        exposed.map(({ kind: _, receivedAt: __, unit, experiment, ...row }) => ({
          ...row,
          unitPath: unit.path,
          unitValue: unit.value,
          experimentKey: experiment?.key ?? null,
          experimentPhase: experiment?.phase ?? null,
        })),
      );
      const measured = events.filter((event): event is MetricRecord => event.kind === "metric");
      await insertMetricEvents(
        tx,
        measured.map(({ kind: _, receivedAt: __, unit, ...row }) => ({
          ...row,
          unitPath: unit.path,
          unitValue: unit.value,
        })),
      );
      await addCounts(
        tx,
        countRows(events.filter((event): event is CountsRecord => event.kind === "counts")),
      );
    }
    await recordHeartbeats(tx, beats);
  });
}
