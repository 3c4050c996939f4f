import { mayGrant } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { insertCustomRole, lockCustomRole, updateCustomRole, type CustomRole } from "./role-store.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";
import { invalidFields, Problem } from "#app/platform/problem.ts";
import { checkRole, type RoleDefinition } from "./custom-role.ts";

/**
 * Makes a role of the project, or changes it for everybody who has it. Nobody puts into a role, or takes out of it, what
 * they do not hold themselves in the whole project.
 */
export async function saveRole(
  ctx: Context,
  input: RoleDefinition & { project: string },
): Promise<{ created: boolean }> {
  const { project: projectKey, ...role } = input;
  const project = await locateProject(ctx, projectKey, "role.write");
  const problems = checkRole(role);
  if (problems.length > 0) throw invalidFields(problems);
  requireHeld(ctx, project.id, role.permissions);
  const created = await ctx.db.transaction(async (tx) => {
    const before = await lockCustomRole(tx, project.id, role.key);
    if (before === undefined) {
      await insertCustomRole(tx, { ...role, id: ctx.newId(), projectId: project.id, createdAt: ctx.now() });
    } else {
      requireHeld(ctx, project.id, before.permissions);
      await updateCustomRole(tx, project.id, role, ctx.now());
    }
    await appendAudit(tx, ctx, {
      action: before === undefined ? "role.created" : "role.changed",
      projectId: project.id,
      subject: { kind: "role", key: role.key },
      summary: `${before === undefined ? "Created" : "Changed"} the role ${role.name}`,
      changes: changesOf(before, role),
    });
    return before === undefined;
  });
  await ctx.bus.publish({ kind: "access" });
  return { created };
}

function requireHeld(ctx: Context, projectId: string, permissions: readonly Permission[]): void {
  if (mayGrant(ctx.actor, permissions, { projectId })) return;
  throw new Problem("not_permitted", {
    detail: "This role permits more than you hold yourself.",
    fields: [{ pointer: "/permissions", message: "This is more than you hold yourself." }],
  });
}

function changesOf(before: CustomRole | undefined, after: RoleDefinition): string[] {
  const had = before?.permissions ?? [];
  return [
    ...after.permissions.filter((each) => !had.includes(each)).map((each) => `may ${each}`),
    ...had.filter((each) => !after.permissions.includes(each)).map((each) => `may no longer ${each}`),
  ];
}
