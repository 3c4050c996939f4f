import type { DocumentName } from "@guidon/engine";
import { dependents } from "@guidon/engine/validate";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { locateSegment } from "./locate-segment.server.ts";

/** The flags and segments that name a segment: while there are any, it cannot be deleted. */
export async function listUses(
  ctx: Context,
  input: { project: string; environment: string; segment: string },
): Promise<DocumentName[]> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const { key } = await locateSegment(ctx.db, place, input.segment);
  return dependents(liveEnvironment(ctx, place.environmentId).snapshot, { kind: "segment", key });
}
