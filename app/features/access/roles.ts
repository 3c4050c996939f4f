import type { Grant, Role } from "#app/platform/context.ts";
import { permissions, type Permission } from "#app/platform/permission.ts";

/** From the narrowest to the widest; each may do what those before it may. */
export const roles: readonly Role[] = ["viewer", "developer", "maintainer", "admin", "owner"];

const viewer: readonly Permission[] = [
  "project.read",
  "environment.read",
  "flag.read",
  "evaluation.explain",
  "audit.read",
  "member.read",
];
const developer: readonly Permission[] = [
  ...viewer,
  "flag.write",
  "targeting.write",
  "flag.kill",
  "segment.write",
];
const maintainer: readonly Permission[] = [...developer, "environment.write", "key.read"];
const admin: readonly Permission[] = [
  ...maintainer,
  "project.write",
  "member.invite",
  "member.write",
  "role.write",
  "key.write",
];

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  developer,
  maintainer,
  admin,
  owner: permissions,
};

/** A role as it is kept with a person or a key. */
export interface HeldRole {
  readonly role: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

export function isBuiltIn(role: string): role is Role {
  return Object.hasOwn(permissionsOf, role);
}

/** A role that is always there, held somewhere. */
export function grantOf(role: Role, place: Pick<Grant, "projectId" | "environmentId">): Grant {
  return { role, permissions: permissionsOf[role], ...place };
}

/** The one that may do more. */
export function widerRole(a: Role, b: Role): Role {
  return roles.indexOf(a) >= roles.indexOf(b) ? a : b;
}
