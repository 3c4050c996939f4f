import type { Actor, Grant, Role } from "#app/platform/context.ts";

/** What can be permitted. Everything that reads or changes names one of these. */
export const permissions = [
  "project.read",
  "project.create",
  "environment.read",
  "flag.read",
  "flag.write",
  "targeting.write",
  "flag.kill",
  "evaluation.explain",
  "audit.read",
  "member.read",
  "member.invite",
  "key.read",
  "key.write",
] as const;

export type Permission = (typeof permissions)[number];

/** What is acted on; `projectId` null stands for the whole installation. */
export interface Resource {
  readonly projectId: string | null;
  readonly environmentId?: string;
}

const viewer: readonly Permission[] = [
  "project.read",
  "environment.read",
  "flag.read",
  "evaluation.explain",
  "audit.read",
  "member.read",
];
const developer: readonly Permission[] = [...viewer, "flag.write", "targeting.write", "flag.kill"];
const admin: readonly Permission[] = [...developer, "member.invite", "key.read", "key.write"];
const owner: readonly Permission[] = permissions;

const permitted: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(viewer),
  developer: new Set(developer),
  admin: new Set(admin),
  owner: new Set(owner),
};

/** What belongs to the project but is needed for work in any of its environments, so a grant for one covers it. */
const sharedByEnvironments: ReadonlySet<Permission> = new Set([
  "project.read",
  "environment.read",
  "flag.read",
  "flag.write",
]);

/** From the narrowest to the widest; each may hand out itself and what stands before it. */
export const roles: readonly Role[] = ["viewer", "developer", "admin", "owner"];

/**
 * The one decision about access, used by menus, routes, the API and use cases alike.
 * A management key may do what its role says and its owner still may; other keys only evaluate.
 */
export function can(actor: Actor, permission: Permission, resource: Resource): boolean {
  switch (actor.kind) {
    case "anonymous":
      return false;
    case "system":
      return true;
    case "user":
      return holds(actor.grants, permission, resource);
    case "key":
      return (
        actor.keyKind === "management" &&
        holds(actor.grants, permission, resource) &&
        holds(actor.ceiling, permission, resource)
      );
    default:
      return actor satisfies never;
  }
}

/** The one that may do more. */
export function widerRole(a: Role, b: Role): Role {
  return roles.indexOf(a) >= roles.indexOf(b) ? a : b;
}

/** True where the actor holds `role` or a wider one there: nobody hands out more than they have. */
export function mayGrant(actor: Actor, role: Role, resource: Resource): boolean {
  return [...permitted[role]].every((permission) => can(actor, permission, resource));
}

function holds(grants: readonly Grant[], permission: Permission, resource: Resource): boolean {
  return grants.some((grant) => covers(grant, permission, resource) && permitted[grant.role].has(permission));
}

function covers(grant: Grant, permission: Permission, resource: Resource): boolean {
  if (grant.projectId !== null && grant.projectId !== resource.projectId) return false;
  if (grant.environmentId === null || grant.environmentId === resource.environmentId) return true;
  return resource.environmentId === undefined && sharedByEnvironments.has(permission);
}
