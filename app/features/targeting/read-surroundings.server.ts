import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { surround, type References, type Surroundings } from "./surroundings.ts";

/** What the named flags and segments evaluate with, as this process serves it now. */
export async function readSurroundings(
  ctx: Context,
  input: { project: string; environment: string } & References,
): Promise<Surroundings> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const live = ctx.snapshots.get(place.environmentId);
  if (live === undefined)
    throw new Problem("unavailable", { detail: "The environment is still being loaded." });
  return surround(live.snapshot, input);
}
