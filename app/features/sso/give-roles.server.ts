import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context, Role } from "#app/platform/context.ts";
import type { Transaction } from "#db/client.server.ts";
import {
  deleteGivenRole,
  insertGivenRole,
  lockGivenRoles,
  projectIds,
  updateGivenRole,
  type UserRow,
} from "./sso-store.server.ts";

interface Input {
  readonly user: UserRow;
  /** By the key of the project; null: all projects. */
  readonly given: ReadonlyMap<string | null, Role>;
}

/** Makes the roles by single sign-on those that are given; roles given by people stay. True where any changed. */
export async function giveRoles(tx: Transaction, ctx: Context, { user, given }: Input): Promise<boolean> {
  const ids = await projectIds(
    tx,
    [...given.keys()].filter((key) => key !== null),
  );
  const held = new Map((await lockGivenRoles(tx, user.id)).map((row) => [row.projectId, row]));
  const changes: string[] = [];
  for (const [key, role] of given) {
    const projectId = key === null ? null : ids.get(key);
    // A project of the mapping may be gone by now.
    if (projectId === undefined) continue;
    const before = held.get(projectId);
    held.delete(projectId);
    if (before?.role === role) continue;
    const place = key ?? "every project";
    changes.push(
      before === undefined ? `${role} in ${place}` : `${role} instead of ${before.role} in ${place}`,
    );
    if (before === undefined) {
      await insertGivenRole(tx, { id: ctx.newId(), userId: user.id, projectId, role, createdAt: ctx.now() });
    } else await updateGivenRole(tx, before.id, role);
  }
  for (const gone of held.values()) {
    changes.push(`no longer ${gone.role} in ${gone.projectId === null ? "every project" : "a project"}`);
    await deleteGivenRole(tx, gone.id);
  }
  if (changes.length === 0) return false;
  await appendAudit(tx, ctx, {
    actor: { kind: "user", id: user.id, name: user.name },
    action: "member.roles-given",
    projectId: null,
    subject: { kind: "member", key: user.email },
    summary: `The groups of ${user.name} changed their roles`,
    changes,
  });
  return true;
}
