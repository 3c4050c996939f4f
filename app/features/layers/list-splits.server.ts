import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import { readTargeted } from "#app/features/targeting/read-targeted.server.ts";
import type { Context } from "#app/platform/context.ts";
import { hasSplit, splitsOf, type SplitFlag } from "./flag-splits.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";

/** The flags of an environment that a slice of the layer can be given to, by key, with what they hold of it. */
export async function listSplits(
  ctx: Context,
  input: { readonly project: string; readonly environment: string; readonly layer: string },
): Promise<SplitFlag[]> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const { projectId, environmentId } = place;
  const layer = await locateSharedDraw(ctx.db, { projectId, kind: "layer", key: input.layer });
  const { flags } = liveEnvironment(ctx, environmentId).snapshot;
  const keys = flags.filter(hasSplit).map(({ key }) => key);
  const rows = await readTargeted(ctx.db, place, keys);
  return rows
    .map(({ flag, targeting, version }) => ({
      ...{ flag: flag.key, version: String(version) },
      splits: splitsOf(layer, targeting),
    }))
    .filter(({ splits }) => splits.length > 0)
    .toSorted((a, b) => (a.flag < b.flag ? -1 : 1));
}
