import { ofInstallation, permissions, type Permission } from "#app/platform/permission.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { isBuiltIn } from "#app/features/access/roles.ts";

/** What a role of a project may hold. */
export const grantable: readonly Permission[] = permissions.filter(
  (permission) => !ofInstallation.has(permission),
);

export interface RoleDefinition {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** What is wrong with a role; nobody can do anything in a project that they may not see. */
export function checkRole({ key, permissions: held }: RoleDefinition): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (isBuiltIn(key)) problems.push({ pointer: "/key", message: "A role of this name is always there." });
  for (const [index, permission] of held.entries()) {
    if (ofInstallation.has(permission)) {
      const message = "This is a matter of the whole installation, not of a project.";
      problems.push({ pointer: `/permissions/${index}`, message });
    }
  }
  if (!held.includes("project.read")) {
    problems.push({ pointer: "/permissions", message: "Every role needs project.read." });
  }
  return problems;
}
