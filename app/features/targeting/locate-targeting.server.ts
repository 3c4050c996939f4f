import type { Place } from "#app/features/access/locate-environment.server.ts";
import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import type { TargetedRow } from "./targeting-row.ts";
import { selectTargeted } from "./targeting-store.server.ts";

/** What the flag of that key does in an environment that the caller has been let into. */
export async function locateTargeting(db: Queryable, place: Place, flag: string): Promise<TargetedRow> {
  const [row] = await selectTargeted(db, place, [flag]);
  if (row === undefined) throw unknownFlag(flag);
  return row;
}

export function unknownFlag(flag: string): Problem {
  return new Problem("not_found", { detail: `There is no flag "${flag}" in this project.` });
}
