import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { SliceInput } from "./allocate-slice.server.ts";
import { changeGates, type ChangedGates } from "./change-gates.server.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";
import { isGateOf } from "./shared-draw.ts";

/** Takes a split out of a layer: it is then for everybody who comes to it, and its part is free. */
export async function freeSlice(ctx: Context, input: SliceInput): Promise<ChangedGates> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { projectId } = place;
  const layer = await locateSharedDraw(ctx.db, { projectId, kind: "layer", key: input.layer });
  return changeGates(ctx, {
    ...{ ...input, place, draw: layer },
    action: "layer.freed",
    summary: `Took ${input.flag} out of ${layer.key}`,
    gates: async () => () => (gates) => gates.filter((gate) => !isGateOf(layer, gate)),
  });
}
