import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { viewFlag, type FlagView } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";

export async function readFlag(ctx: Context, input: { project: string; flag: string }): Promise<FlagView> {
  const project = await locateProject(ctx, input.project, "flag.read");
  const flag = await locateFlag(ctx.db, project.id, input.flag);
  return viewFlag(flag, await readTargetings(ctx.db, [flag.id]));
}
