import type { Transaction } from "#db/client.server.ts";
import type { HeartbeatRecord } from "#app/platform/event-record.ts";
import { insertAcknowledgements, upsertInstances, type InstanceRow } from "./propagation-store.server.ts";

/** Part of the transaction that writes a batch: who reports, what they serve, and when they came to it. */
export async function recordHeartbeats(tx: Transaction, beats: readonly HeartbeatRecord[]): Promise<void> {
  const latest = new Map<string, InstanceRow>();
  for (const beat of beats) {
    const name = `${beat.environmentId} ${beat.instance}`;
    const known = latest.get(name);
    if (known !== undefined && known.seenAt > beat.receivedAt) continue;
    latest.set(name, {
      environmentId: beat.environmentId,
      instance: beat.instance,
      sdkName: beat.sdk.name,
      sdkVersion: beat.sdk.version,
      engine: beat.engine,
      revision: beat.revision,
      connection: beat.connection,
      firstSeenAt: beat.receivedAt,
      seenAt: beat.receivedAt,
    });
  }
  const inOrder = [...latest].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await upsertInstances(
    tx,
    inOrder.map(([, row]) => row),
  );
  const applied = beats.flatMap(({ environmentId, instance, applied: all }) =>
    all.map(({ from, to, at }) => ({
      environmentId,
      instance,
      revision: to,
      fromRevision: from,
      appliedAt: at,
    })),
  );
  await insertAcknowledgements(
    tx,
    applied.toSorted((a, b) => a.revision - b.revision || (a.instance < b.instance ? -1 : 1)),
  );
}
