import { authorise } from "#app/features/access/authorise.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { Shorthands } from "./targeting-edit.ts";

/** Throws unless each environment that is named is there and may be changed. */
export function authoriseShorthands(
  ctx: Context,
  place: { projectId: string; environments: readonly { readonly id: string; readonly key: string }[] },
  shorthands: Shorthands = {},
): void {
  for (const key of Object.keys(shorthands)) {
    const environment = place.environments.find((present) => present.key === key);
    if (environment === undefined) throw invalid(`/environments/${key}`, `There is no environment "${key}".`);
    authorise(ctx, "targeting.write", { projectId: place.projectId, environmentId: environment.id });
  }
}
