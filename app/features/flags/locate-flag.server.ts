import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { findFlag, type StoredFlag } from "./flag-store.server.ts";

/** The flag of that key in a project that the caller has been let into. */
export async function locateFlag(db: Queryable, projectId: string, key: string): Promise<StoredFlag> {
  const flag = await findFlag(db, projectId, key);
  if (flag === undefined)
    throw new Problem("not_found", { detail: `There is no flag "${key}" in this project.` });
  return flag;
}
