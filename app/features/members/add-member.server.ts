import { authorise } from "#app/features/access/authorise.server.ts";
import { grantOf } from "#app/features/access/roles.ts";
import { hashPassword } from "#app/features/access/password.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Actor, Context, Role } from "#app/platform/context.ts";
import { grantMembership, insertUserOnce } from "./invitation-store.server.ts";

export interface AddMemberInput {
  readonly project: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
}

/** Makes a person with a role at once, without an invitation: for set-ups by a program, such as the demo. */
export async function addMember(
  ctx: Context,
  input: AddMemberInput,
): Promise<{ actor: Extract<Actor, { kind: "user" }> }> {
  authorise(ctx, "project.create", { projectId: null });
  const project = await locateProject(ctx, input.project, "member.invite");
  const passwordHash = await hashPassword(input.password);
  const id = ctx.newId();
  const now = ctx.now();
  const { name, email, role } = input;
  const person = await ctx.db.transaction(async (tx) => {
    const added = await insertUserOnce(tx, { id, email, name, passwordHash, createdAt: now });
    const membership = { id: ctx.newId(), userId: added.id, projectId: project.id, role, createdAt: now };
    await grantMembership(tx, membership);
    await appendAudit(tx, ctx, {
      action: "member.added",
      projectId: project.id,
      subject: { kind: "member", key: email },
      summary: `Added ${added.name} as ${role}`,
    });
    return added;
  });
  const grants = [grantOf(role, { projectId: project.id, environmentId: null })];
  return { actor: { kind: "user", id: person.id, name: person.name, email, sessionId: "", grants } };
}
