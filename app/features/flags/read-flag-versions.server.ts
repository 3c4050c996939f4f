import type { Place } from "#app/features/access/locate-environment.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Queryable } from "#db/client.server.ts";
import { flagVersion } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";

/** What If-Match names of a flag: of all of it, and of what it does in one environment. The caller has authorised the reading. */
export async function readFlagVersions(
  db: Queryable,
  { place, flag: key }: { place: Place; flag: string },
): Promise<{ flag: string; targeting: string }> {
  const flag = await locateFlag(db, place.projectId, key);
  const rows = await readTargetings(db, [flag.id]);
  const here = rows.find(({ environmentId }) => environmentId === place.environmentId);
  return { flag: flagVersion(flag, rows), targeting: String(here?.version ?? 0) };
}
