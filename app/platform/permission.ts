/** What can be permitted. Everything that reads or changes names one of these. */
export const permissions = [
  "project.read",
  "project.create",
  "project.write",
  "project.delete",
  "environment.read",
  "environment.write",
  "flag.read",
  "flag.write",
  "targeting.write",
  "flag.kill",
  "segment.write",
  "evaluation.explain",
  "audit.read",
  "member.read",
  "member.invite",
  "member.write",
  "role.write",
  "key.read",
  "key.write",
  "person.read",
  "person.write",
  "sso.read",
  "sso.write",
  "person.erase",
] as const;

export type Permission = (typeof permissions)[number];

/** Those that make no sense in one project, so that no role of a project has them. */
export const ofInstallation: ReadonlySet<Permission> = new Set([
  "project.create",
  "person.read",
  "person.write",
  "sso.read",
  "sso.write",
  "person.erase",
]);

/** Those of a later version permit nothing here. */
export const knownPermissions = (names: readonly string[]): Permission[] =>
  permissions.filter((permission) => names.includes(permission));
