import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { findSharedDraw } from "./layer-store.server.ts";
import type { DrawKind, SharedDraw } from "./shared-draw.ts";

/** The layer or holdout of that key in a project that the caller has been let into. */
export async function locateSharedDraw(
  db: Queryable,
  of: { projectId: string; kind: DrawKind; key: string },
): Promise<SharedDraw> {
  const draw = await findSharedDraw(db, of);
  if (draw === undefined)
    throw new Problem("not_found", { detail: `There is no ${of.kind} "${of.key}" in this project.` });
  return draw;
}
