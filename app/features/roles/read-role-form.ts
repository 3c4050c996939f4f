import type { RoleDefinition } from "./custom-role.ts";
import { grantable } from "./custom-role.ts";

/** A role as the editor sends it: a checkbox for each permission. */
export function readRoleForm(fields: Readonly<Record<string, string>>, key: string): RoleDefinition {
  return {
    key,
    name: (fields["name"] ?? "").trim(),
    description: (fields["description"] ?? "").trim(),
    permissions: grantable.filter((permission) => fields[permission] === "on"),
  };
}
