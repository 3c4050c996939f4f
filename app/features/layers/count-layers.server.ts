import type { Context } from "#app/platform/context.ts";
import { countSharedDraws } from "./layer-store.server.ts";

/** How many layers a project has, holdouts aside. The caller has authorised the reading. */
export function countLayers(ctx: Context, projectId: string): Promise<number> {
  return countSharedDraws(ctx.db, projectId, "layer");
}
