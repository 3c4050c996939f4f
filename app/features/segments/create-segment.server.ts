import { sqlState } from "#db/client.server.ts";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { beginSegment } from "./begin-segment.server.ts";
import { publishSegment, type ChangedSegment } from "./publish-segment.server.ts";
import { changedSegment, type NewSegment } from "./segment-changes.ts";

export interface CreateSegmentInput extends NewSegment {
  readonly project: string;
  readonly environment: string;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Makes a segment in one environment. */
export async function createSegment(ctx: Context, input: CreateSegmentInput): Promise<ChangedSegment> {
  const place = await locateEnvironment(ctx, input, "segment.write");
  const { key, included = [], excluded = [] } = input;
  refuseUnaddressable(key);
  const { environmentId } = place;
  try {
    return await publishSegment(ctx, {
      place,
      comment: input.comment,
      dryRun: input.dryRun,
      action: "segment.created",
      summary: `Created the segment ${key} in ${place.environmentKey}`,
      change: async (tx) => ({
        present: undefined,
        next: changedSegment(await beginSegment(tx, ctx, { environmentId, key }), input),
        edits: { included: { add: included }, excluded: { add: excluded } },
      }),
    });
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    throw new Problem("already_exists", {
      detail: `There is a segment "${key}" in ${place.environmentKey} already.`,
      fields: [{ pointer: "/key", message: "This key is taken." }],
    });
  }
}
