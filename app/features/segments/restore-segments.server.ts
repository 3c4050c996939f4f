import type { List, SegmentDocument } from "@guidon/engine";
import type { Place } from "#app/features/access/locate-environment.server.ts";
import type { AuditDraft } from "#app/features/audit/append-audit.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import { readListAt } from "#app/features/publishing/read-list-at.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { beginSegment } from "./begin-segment.server.ts";
import { saveSegment } from "./save-segment.server.ts";
import { findSegment } from "./segment-store.server.ts";

export interface RestoredSegment {
  readonly document: SegmentDocument;
  readonly changes: readonly string[];
  readonly audit: AuditDraft;
}

/**
 * Makes segments of one environment let in again whom their earlier documents let in: by their rules, and by their lists,
 * which go on by what leads from the keys of now to those of then. Name and description are in no document and stay. Part
 * of the transaction that publishes it; the caller has authorised it.
 */
export async function restoreSegments(
  tx: Transaction,
  ctx: Context,
  input: { place: Place; segments: readonly SegmentDocument[]; revision: number; comment: string },
): Promise<RestoredSegment[]> {
  const { projectId, environmentId, environmentKey } = input.place;
  const restored: RestoredSegment[] = [];
  for (const { key, by, rules, lists } of input.segments) {
    const present = await findSegment(tx, environmentId, key);
    const keysOf = async (list: ListName, then: List): Promise<Iterable<string>> =>
      "keys" in then
        ? then.keys
        : (await readListAt(tx, { environmentId, segment: key, list, revision: then.revision })).keys;
    const saved = await saveSegment(tx, ctx, {
      present,
      next: { ...(present ?? (await beginSegment(tx, ctx, { environmentId, key }))), by, rules },
      edits: {
        included: { replace: await keysOf("included", lists.included) },
        excluded: { replace: await keysOf("excluded", lists.excluded) },
      },
    });
    const changes = present === undefined ? ["Brought back", ...saved.changes] : saved.changes;
    if (changes.length === 0) continue;
    restored.push({
      document: saved.document,
      changes,
      audit: {
        action: "segment.restored",
        ...{ projectId, environmentId, changes, comment: input.comment },
        subject: { kind: "segment", key },
        summary: `Restored the segment ${key} in ${environmentKey} as of revision ${input.revision}`,
      },
    });
  }
  return restored;
}
