import { dependents } from "@guidon/engine/validate";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { listSegments, type ListSegmentsInput, type SegmentPage } from "./list-segments.server.ts";
import type { SegmentView } from "./segment-view.ts";

/** The same list, with how many flags and segments name each. */
export async function listSegmentsWithUses(
  ctx: Context,
  input: ListSegmentsInput,
): Promise<Omit<SegmentPage, "segments"> & { segments: (SegmentView & { readonly uses: number })[] }> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const page = await listSegments(ctx, input);
  const { snapshot } = liveEnvironment(ctx, environmentId);
  return {
    ...page,
    segments: page.segments.map((segment) => ({
      ...segment,
      uses: dependents(snapshot, { kind: "segment", key: segment.key }).length,
    })),
  };
}
