import { dependents } from "@guidon/engine/validate";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { FlagDependents } from "./flag-dependents.ts";
import { locateFlag } from "./locate-flag.server.ts";

/** The flags and segments that need a flag, by environment: while there are any, it can be neither archived nor deleted. */
export async function listDependents(
  ctx: Context,
  input: { project: string; flag: string },
): Promise<FlagDependents[]> {
  const project = await locateProject(ctx, input.project, "flag.read");
  const flag = await locateFlag(ctx.db, project.id, input.flag);
  const environments = await listEnvironments(ctx, input);
  return environments.flatMap(({ id, key }) => {
    const snapshot = ctx.snapshots.get(id)?.snapshot;
    const needing = snapshot === undefined ? [] : dependents(snapshot, { kind: "flag", key: flag.key });
    return needing.length === 0 ? [] : [{ environment: key, dependents: needing }];
  });
}
