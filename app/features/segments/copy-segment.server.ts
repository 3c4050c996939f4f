import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid } from "#app/platform/problem.ts";
import { beginSegment } from "./begin-segment.server.ts";
import { holdList } from "./hold-list.server.ts";
import { locateSegment } from "./locate-segment.server.ts";
import { publishSegment, type ChangedSegment } from "./publish-segment.server.ts";
import { findSegment } from "./segment-store.server.ts";

export interface CopySegmentInput {
  readonly project: string;
  /** From where. */
  readonly environment: string;
  readonly segment: string;
  /** To where. */
  readonly to: string;
  /** Leaves the lists there as they are; their keys often mean other people there. */
  readonly withoutLists?: boolean | undefined;
  /** Of the segment where it goes; asked for where there is one. */
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Makes a segment in another environment what it is in this one, with its lists. */
export async function copySegment(ctx: Context, input: CopySegmentInput): Promise<ChangedSegment> {
  const { project, environment, segment: key } = input;
  const source = await locateEnvironment(ctx, { project, environment }, "flag.read");
  const place = await locateEnvironment(ctx, { project, environment: input.to }, "segment.write");
  if (source.environmentId === place.environmentId)
    throw invalid("/to", "Copy to another environment than this one.");
  const { environmentId } = place;
  return publishSegment(ctx, {
    place,
    comment: input.comment ?? `Copied from ${source.environmentKey}`,
    dryRun: input.dryRun,
    action: "segment.copied",
    summary: `Copied the segment ${key} from ${source.environmentKey} to ${place.environmentKey}`,
    async change(tx) {
      const original = await locateSegment(tx, source, key);
      const present = await findSegment(tx, environmentId, key);
      if (present !== undefined) expectVersion(input.expectedVersion, String(present.version), key);
      const { name, description, by, rules } = original;
      const begun = present ?? (await beginSegment(tx, ctx, { environmentId, key }));
      const next = { ...begun, name, description, by, rules };
      if (input.withoutLists === true) return { present, next };
      const [included, excluded] = [
        await holdList(tx, ctx, original, "included"),
        await holdList(tx, ctx, original, "excluded"),
      ];
      return {
        present,
        next,
        edits: { included: { replace: included.keys }, excluded: { replace: excluded.keys } },
      };
    },
  });
}
