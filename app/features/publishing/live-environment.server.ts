import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** The environment as this process serves it now. The caller has authorised the reading. */
export function liveEnvironment(ctx: Context, environmentId: string): LiveEnvironment {
  const live = ctx.snapshots.get(environmentId);
  if (live !== undefined) return live;
  throw new Problem("unavailable", {
    detail: "This environment is not loaded yet.",
    headers: { "retry-after": "1" },
  });
}
