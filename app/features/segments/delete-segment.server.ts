import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { appendList } from "#app/features/publishing/append-list.server.ts";
import { listNames } from "#app/features/publishing/lists.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { holdList } from "./hold-list.server.ts";
import { counted, deltaOf } from "./list-edit.ts";
import { locateSegment } from "./locate-segment.server.ts";
import { deleteSegmentRow } from "./segment-store.server.ts";

export interface DeleteSegmentInput {
  readonly project: string;
  readonly environment: string;
  readonly segment: string;
  readonly expectedVersion?: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Deletes a segment that nothing uses. Its history, and that of its lists, stays in the logs. */
export async function deleteSegment(ctx: Context, input: DeleteSegmentInput): Promise<void> {
  const place = await locateEnvironment(ctx, input, "segment.write");
  const { projectId, environmentId } = place;
  const comment = input.comment ?? "";
  await publish(ctx, {
    environmentIds: [environmentId],
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const segment = await locateSegment(tx, place, input.segment);
      const { key } = segment;
      expectVersion(input.expectedVersion ?? "*", String(segment.version), key);
      for (const list of listNames) {
        const before = await holdList(tx, ctx, segment, list);
        const delta = deltaOf(before.keys, { replace: [] });
        await appendList(tx, { environmentId, segment: key, list }, { before, delta });
      }
      await deleteSegmentRow(tx, segment.id);
      const { included, excluded } = segment.lists;
      return {
        result: undefined,
        environments: [{ environmentId, operations: [{ remove: { kind: "segment", key } }] }],
        audit: [
          {
            action: "segment.deleted",
            projectId,
            environmentId,
            subject: { kind: "segment", key },
            summary: `Deleted the segment ${key} in ${place.environmentKey}`,
            changes: [
              `"${segment.name}": ${segment.rules.length} rules, ${counted(included.count)} included, ${counted(excluded.count)} excluded`,
            ],
            comment,
          },
        ],
      };
    },
  });
}
