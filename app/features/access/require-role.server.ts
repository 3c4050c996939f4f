import type { Queryable } from "#db/client.server.ts";
import type { Permission } from "#app/platform/permission.ts";
import { invalid } from "#app/platform/problem.ts";
import { grantsIn } from "./grants-in.server.ts";
import { selectRolesIn } from "./access-store.server.ts";
import { isBuiltIn, roles } from "./roles.ts";

/** What the role of that name permits in the project; refused at `pointer` where there is none. */
export async function requireRole(
  db: Queryable,
  place: { projectId: string; role: string },
  pointer = "/role",
): Promise<readonly Permission[]> {
  const { projectId, role } = place;
  if (!isBuiltIn(role)) {
    const custom = await selectRolesIn(db, [projectId]);
    if (!custom.some(({ key }) => key === role)) {
      const there = [...roles, ...custom.map(({ key }) => key)].join(", ");
      throw invalid(pointer, `There is no role "${role}" in this project. There are ${there}.`);
    }
  }
  const [grant] = await grantsIn(db, [{ role, projectId, environmentId: null }]);
  return grant?.permissions ?? [];
}
