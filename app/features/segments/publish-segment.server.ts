import type { DocumentName } from "@guidon/engine";
import type { ListDelta } from "@guidon/engine/documents";
import { dependents } from "@guidon/engine/validate";
import type { Place } from "#app/features/access/locate-environment.server.ts";
import { countUnable, type Unable } from "#app/features/propagation/count-unable.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { saveSegment, type SaveSegmentInput, type SavedSegment } from "./save-segment.server.ts";
import { segmentFindings, type SegmentFinding } from "./segment-findings.ts";
import { viewSegment, type SegmentView } from "./segment-view.ts";

export interface PublishSegmentInput {
  readonly place: Place;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** For the audit, noun first. */
  readonly action: string;
  readonly summary: string;
  /** Asked for under the lock. */
  readonly change: (tx: Transaction) => Promise<SaveSegmentInput>;
}

export interface ChangedSegment {
  readonly segment: SegmentView;
  /** The environment's revision that holds the change; the present one where nothing changed. */
  readonly revision: number;
  /** What changed, in readable lines. */
  readonly changes: readonly string[];
  /** What came into the lists and what went; keys that were there already do not count. */
  readonly deltas: Readonly<Record<ListName, ListDelta>>;
  readonly findings: readonly SegmentFinding[];
  /** The flags and segments that name it. */
  readonly usedBy: readonly DocumentName[];
  readonly cannotRun: Unable;
}

/** Enters a segment, new or changed, into its environment. The caller has authorised it. */
export async function publishSegment(ctx: Context, input: PublishSegmentInput): Promise<ChangedSegment> {
  const { projectId, environmentId } = input.place;
  const comment = input.comment ?? "";
  const { result, revisions } = await publish(ctx, {
    environmentIds: [environmentId],
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const asked = await input.change(tx);
      const saved = await saveSegment(tx, ctx, asked);
      const isChange = asked.present === undefined || saved.changes.length > 0;
      return {
        result: saved,
        environments: [{ environmentId, operations: [{ put: "segment", document: saved.document }] }],
        audit: isChange
          ? [
              {
                action: input.action,
                projectId,
                environmentId,
                subject: { kind: "segment", key: saved.segment.key },
                summary: input.summary,
                changes: saved.changes,
                comment,
              },
            ]
          : [],
      };
    },
  });
  return describe(ctx, environmentId, { saved: result, revision: revisions.get(environmentId) ?? 0 });
}

async function describe(
  ctx: Context,
  environmentId: string,
  { saved, revision }: { saved: SavedSegment; revision: number },
): Promise<ChangedSegment> {
  const { segment, document, changes, deltas } = saved;
  const snapshot = ctx.snapshots.get(environmentId)?.snapshot;
  return {
    segment: viewSegment(segment),
    revision,
    changes,
    deltas,
    findings: segmentFindings(document, snapshot?.segments ?? []),
    usedBy: snapshot === undefined ? [] : dependents(snapshot, { kind: "segment", key: segment.key }),
    cannotRun: await countUnable(ctx, { environmentId, engine: document.engine }),
  };
}
