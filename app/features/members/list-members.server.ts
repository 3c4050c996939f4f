import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { roles as builtIn } from "#app/features/access/roles.ts";
import { selectMembers, selectOpenInvitations, type MemberRow } from "./member-store.server.ts";

export interface MemberRole {
  readonly role: string;
  /** Null: in all environments. */
  readonly environment: string | null;
  /** True where the role holds in every project. */
  readonly everywhere: boolean;
  /** `sso`: by the groups of the identity provider, and changed there. */
  readonly source: string;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** All that is held here; the widest first. */
  readonly roles: readonly MemberRole[];
  /** The first of them. */
  readonly role: string;
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
  const [rows, invitations] = await Promise.all([
    selectMembers(ctx.db, project.id),
    selectOpenInvitations(ctx.db, project.id, ctx.now()),
  ]);
  return {
    members: [...Map.groupBy(rows, ({ id }) => id).values()].map(memberOf),
    invitations,
  };
}

function memberOf(rows: readonly MemberRow[]): Member {
  const roles = rows
    .map(({ role, environment, projectId, source }) => ({
      role,
      environment,
      everywhere: projectId === null,
      source,
    }))
    .toSorted(
      (a, b) => Number(a.environment !== null) - Number(b.environment !== null) || breadth(b) - breadth(a),
    );
  const [first] = rows;
  const [widest] = roles;
  if (first === undefined || widest === undefined) throw new Error("A member holds a role.");
  const { id, name, email, createdAt } = first;
  return { id, name, email, roles, role: widest.role, everywhere: widest.everywhere, since: createdAt };
}

const breadth = ({ role }: MemberRole) => builtIn.findIndex((each) => each === role);
