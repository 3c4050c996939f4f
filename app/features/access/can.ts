import type { Actor, Grant } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";

/** What is acted on; `projectId` null stands for the whole installation. */
export interface Resource {
  readonly projectId: string | null;
  readonly environmentId?: string;
}

/** What belongs to the project but is needed for work in any of its environments, so a grant for one covers it. */
const sharedByEnvironments: ReadonlySet<Permission> = new Set([
  "project.read",
  "environment.read",
  "flag.read",
  "flag.write",
]);

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
    case "token":
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

/** True where the actor holds all of it there: nobody hands out, or takes away, more than they have. */
export function mayGrant(actor: Actor, given: readonly Permission[], resource: Resource): boolean {
  return given.every((permission) => can(actor, permission, resource));
}

function holds(grants: readonly Grant[], permission: Permission, resource: Resource): boolean {
  return grants.some(
    (grant) => covers(grant, permission, resource) && grant.permissions.includes(permission),
  );
}

function covers(grant: Grant, permission: Permission, resource: Resource): boolean {
  if (grant.projectId !== null && grant.projectId !== resource.projectId) return false;
  if (grant.environmentId === null || grant.environmentId === resource.environmentId) return true;
  return resource.environmentId === undefined && sharedByEnvironments.has(permission);
}
