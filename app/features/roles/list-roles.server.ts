import { locateProject } from "#app/features/access/locate-project.server.ts";
import { selectCustomRoles } from "./role-store.server.ts";
import { roleWords } from "#app/features/access/role-words.ts";
import { permissionsOf, roles } from "#app/features/access/roles.ts";
import type { Context } from "#app/platform/context.ts";
import type { RoleDefinition } from "./custom-role.ts";

export interface ListedRole extends RoleDefinition {
  /** One that is always there and cannot be changed. */
  readonly builtIn: boolean;
}

/** Those that are always there, from the narrowest to the widest, then the project's own by name. */
export async function listRoles(ctx: Context, input: { project: string }): Promise<ListedRole[]> {
  const project = await locateProject(ctx, input.project, "member.read");
  const custom = await selectCustomRoles(ctx.db, project.id);
  const builtIn = roles.map((role) => ({
    key: role,
    name: roleWords[role].name,
    description: roleWords[role].hint,
    permissions: permissionsOf[role],
    builtIn: true,
  }));
  return [...builtIn, ...custom.map((role) => ({ ...role, builtIn: false }))];
}
