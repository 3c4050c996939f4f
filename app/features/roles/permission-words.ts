import type { Permission } from "#app/platform/permission.ts";

/** What a permission lets somebody do, as the pages say it. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  "project.read": "See the project",
  "project.create": "Create projects",
  "project.write": "Rename the project",
  "project.delete": "Delete the project",
  "environment.read": "See environments",
  "environment.write": "Create, change, protect and delete environments",
  "flag.read": "See flags",
  "flag.write": "Create, change and archive flags",
  "targeting.write": "Change targeting",
  "segment.write": "Create, change and delete segments",
  "flag.kill": "Kill flags, and lift the kill",
  "evaluation.explain": "See why somebody gets what",
  "audit.read": "Read the audit log",
  "member.read": "See members and roles",
  "member.invite": "Invite people",
  "member.write": "Change and remove members",
  "role.write": "Make and change roles",
  "key.read": "See API keys",
  "key.write": "Make and revoke API keys",
  "person.read": "See everybody with an account",
  "person.write": "Reset two-factor, end accounts",
  "sso.read": "See single sign-on",
  "sso.write": "Change single sign-on",
  "person.erase": "Erase people",
};

export interface PermissionGroup {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** By what they are about; those that hold for the whole installation are in no role of a project. */
export function groupsOf(permissions: readonly Permission[]): PermissionGroup[] {
  const names: Readonly<Record<string, string>> = {
    ...{
      project: "Project",
      environment: "Environments",
      flag: "Flags",
      targeting: "Flags",
      evaluation: "Flags",
      segment: "Segments",
    },
    ...{ audit: "Insight", member: "People", role: "People", key: "API keys" },
  };
  const groups = Map.groupBy(permissions, (permission) => names[permission.split(".")[0] ?? ""] ?? "More");
  return [...groups].map(([name, held]) => ({ name, permissions: held }));
}
