import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { locateSegment } from "./locate-segment.server.ts";
import { publishSegment, type ChangedSegment } from "./publish-segment.server.ts";
import { changedSegment, type SegmentChange } from "./segment-changes.ts";

export interface ChangeSegmentInput extends SegmentChange {
  readonly project: string;
  readonly environment: string;
  readonly segment: string;
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
  /** Says what would be, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** Changes what a segment is called and who belongs to it by its rules. Its lists are changed apart. */
export async function changeSegment(ctx: Context, input: ChangeSegmentInput): Promise<ChangedSegment> {
  const place = await locateEnvironment(ctx, input, "segment.write");
  return publishSegment(ctx, {
    place,
    comment: input.comment,
    dryRun: input.dryRun,
    action: "segment.changed",
    summary: `Changed the segment ${input.segment} in ${place.environmentKey}`,
    async change(tx) {
      const present = await locateSegment(tx, place, input.segment);
      expectVersion(input.expectedVersion, String(present.version), present.key);
      return { present, next: changedSegment(present, input) };
    },
  });
}
