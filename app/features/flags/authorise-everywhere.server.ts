import { can } from "#app/features/access/can.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** Throws unless the actor may change what is served in each of the environments. */
export function authoriseEverywhere(
  ctx: Context,
  place: { projectId: string; environments: readonly { readonly id: string; readonly key: string }[] },
): void {
  for (const { id, key } of place.environments) {
    if (can(ctx.actor, "targeting.write", { projectId: place.projectId, environmentId: id })) continue;
    throw new Problem("not_permitted", {
      detail: `This changes what is served in every environment, and you may not change ${key}.`,
    });
  }
}
