import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context, Role } from "#app/platform/context.ts";
import { selectMembers, selectOpenInvitations } from "./member-store.server.ts";

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** True where the role holds in every project. */
  readonly everywhere: boolean;
  readonly since: Date;
}

export interface OpenInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: Date;
}

export async function listMembers(
  ctx: Context,
  input: { project: string },
): Promise<{ members: Member[]; invitations: OpenInvitation[] }> {
  const project = await locateProject(ctx, input.project, "member.read");
  const [members, invitations] = await Promise.all([
    selectMembers(ctx.db, project.id),
    selectOpenInvitations(ctx.db, project.id, ctx.now()),
  ]);
  return {
    members: members.map(({ projectId, createdAt, ...member }) => ({
      ...member,
      everywhere: projectId === null,
      since: createdAt,
    })),
    invitations,
  };
}
