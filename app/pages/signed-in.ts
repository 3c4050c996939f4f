import { can, mayGrant } from "#app/features/access/can.ts";
import type { Permission } from "#app/platform/permission.ts";
import { permissionsOf, roles } from "#app/features/access/roles.ts";
import type { Actor, Grant, Role } from "#app/platform/context.ts";

/** Who has signed in, as pages may know it: everything but the session. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly Grant[];
}

export interface Place {
  readonly projectId: string | null;
  readonly environmentId?: string;
}

export function signedInOf(actor: Actor): SignedIn {
  if (actor.kind !== "user") throw new Error("Only people who have signed in see pages.");
  const { id, name, email, grants } = actor;
  return { id, name, email, grants };
}

/** The one decision about access, asked with what pages know. */
export function may(person: SignedIn, permission: Permission, place: Place): boolean {
  return can({ kind: "user", sessionId: "", ...person }, permission, place);
}

/** Whether the person may hand out `role` in the project, to people or to keys. */
export function mayGive(person: SignedIn, role: Role, projectId: string): boolean {
  return mayGrant({ kind: "user", sessionId: "", ...person }, permissionsOf[role], { projectId });
}

/** The widest role that holds in the whole project. */
export function roleIn(person: SignedIn, projectId: string): Role | undefined {
  const held = person.grants
    .filter((grant) => grant.environmentId === null)
    .filter((grant) => grant.projectId === null || grant.projectId === projectId)
    .map((grant) => grant.role);
  return roles.findLast((role) => held.includes(role));
}

/** Why something cannot be done here, for whoever wonders. */
export function refusal(person: SignedIn, projectId: string, deed: string): string {
  const role = roleIn(person, projectId);
  const as = role === undefined ? "With your role" : `As ${role === "viewer" ? "a Viewer" : article(role)}`;
  return `${as} you can look, but not ${deed}. An Owner or Admin can give you a wider role.`;
}

function article(role: Role): string {
  const name = role.charAt(0).toUpperCase() + role.slice(1);
  return /^[AO]/.test(name) ? `an ${name}` : `a ${name}`;
}
