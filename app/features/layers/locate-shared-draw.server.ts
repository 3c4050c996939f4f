import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { findSharedDraw, selectSharedDrawsById } from "./layer-store.server.ts";
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

/** Refuses one that was deleted since it was located. */
export async function requireSharedDraw(db: Queryable, { id, kind, key }: SharedDraw): Promise<void> {
  if ((await selectSharedDrawsById(db, [id])).length > 0) return;
  throw new Problem("not_found", { detail: `The ${kind} "${key}" was deleted in this moment.` });
}
