import type { Queryable } from "#db/client.server.ts";
import type { Grant } from "#app/platform/context.ts";
import { knownPermissions } from "#app/platform/permission.ts";
import { selectRolesIn } from "./access-store.server.ts";
import { isBuiltIn, permissionsOf, type HeldRole } from "./roles.ts";

/** What roles permit at present, in the order given. One that is not there any more permits nothing. */
export async function grantsIn(db: Queryable, held: readonly HeldRole[]): Promise<Grant[]> {
  const projects = held.flatMap(({ role, projectId }) =>
    isBuiltIn(role) || projectId === null ? [] : [projectId],
  );
  const rows = await selectRolesIn(db, [...new Set(projects)]);
  const custom = new Map(
    rows.map((row) => [`${row.projectId} ${row.key}`, knownPermissions(row.permissions)]),
  );
  return held.map(({ role, projectId, environmentId }) => ({
    role,
    projectId,
    environmentId,
    permissions: isBuiltIn(role) ? permissionsOf[role] : (custom.get(`${projectId ?? ""} ${role}`) ?? []),
  }));
}
