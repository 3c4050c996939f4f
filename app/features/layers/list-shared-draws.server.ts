import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import type { DrawUse } from "./draw-use.ts";
import { selectSharedDraws } from "./layer-store.server.ts";
import { sizeOf, WHOLE } from "./ranges.ts";
import type { DrawKind, SharedDraw } from "./shared-draw.ts";
import { slicesOf } from "./slices.ts";

export interface UsedDraw extends SharedDraw {
  /** The key of the holdout that a layer keeps out. */
  readonly holdout: string | null;
  readonly environments: readonly DrawUse[];
}

/** The layers or holdouts of a project by key, with who has what of them. */
export async function listSharedDraws(
  ctx: Context,
  input: { project: string; kind: DrawKind },
): Promise<UsedDraw[]> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const environments = await listEnvironments(ctx, input);
  const draws = await selectSharedDraws(ctx.db, id, input.kind);
  const holdouts = input.kind === "layer" ? await selectSharedDraws(ctx.db, id, "holdout") : [];
  return draws.map((draw) => ({
    ...draw,
    holdout: holdouts.find((holdout) => holdout.id === draw.holdoutId)?.key ?? null,
    environments: environments.map((environment) => {
      const flags = ctx.snapshots.get(environment.id)?.snapshot.flags ?? [];
      const slices = slicesOf(draw, flags).map(({ flag, ranges }) => ({
        ...{ flag, ranges, percent: (sizeOf(ranges) * 100) / WHOLE },
      }));
      const taken = sizeOf(slices.flatMap(({ ranges }) => ranges));
      return { environment: environment.key, free: ((WHOLE - taken) * 100) / WHOLE, slices };
    }),
  }));
}

export async function readSharedDraw(
  ctx: Context,
  input: { project: string; kind: DrawKind; key: string },
): Promise<UsedDraw> {
  const found = (await listSharedDraws(ctx, input)).find(({ key }) => key === input.key);
  if (found !== undefined) return found;
  throw new Problem("not_found", { detail: `There is no ${input.kind} "${input.key}" in this project.` });
}
