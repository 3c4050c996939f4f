import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { surround, type References, type Surroundings } from "./surroundings.ts";

/** What the named flags and segments evaluate with, as this process serves it now. */
export async function readSurroundings(
  ctx: Context,
  input: { project: string; environment: string } & References,
): Promise<Surroundings> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  return surround(liveEnvironment(ctx, place.environmentId).snapshot, input);
}
