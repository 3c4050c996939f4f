import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { locateSegment } from "./locate-segment.server.ts";
import { viewSegment, type SegmentView } from "./segment-view.ts";

export async function readSegment(
  ctx: Context,
  input: { project: string; environment: string; segment: string },
): Promise<SegmentView> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  return viewSegment(await locateSegment(ctx.db, place, input.segment));
}
