import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Nameable } from "./nameable.ts";

export async function readNameable(
  ctx: Context,
  input: { project: string; environment: string; segment: string },
): Promise<Nameable> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const { snapshot } = liveEnvironment(ctx, environmentId);
  return {
    segments: snapshot.segments.map(({ key }) => key).filter((key) => key !== input.segment),
    flags: snapshot.flags.map(({ key, variants }) => ({ key, variants: variants.map((each) => each.key) })),
  };
}
