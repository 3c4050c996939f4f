import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import type { StoredSegment } from "./segment.ts";
import { findSegment } from "./segment-store.server.ts";

/** The segment of that key in an environment that the caller has been let into. */
export async function locateSegment(
  db: Queryable,
  place: { readonly environmentId: string; readonly environmentKey: string },
  key: string,
): Promise<StoredSegment> {
  const segment = await findSegment(db, place.environmentId, key);
  if (segment === undefined)
    throw new Problem("not_found", { detail: `There is no segment "${key}" in ${place.environmentKey}.` });
  return segment;
}
