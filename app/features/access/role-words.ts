import type { Role } from "#app/platform/context.ts";
import { isBuiltIn } from "./roles.ts";

export const roleWords: Readonly<Record<Role, { readonly name: string; readonly hint: string }>> = {
  viewer: { name: "Viewer", hint: "Sees everything but keys, changes nothing." },
  developer: { name: "Developer", hint: "Changes flags, their targeting and segments, and kills flags." },
  maintainer: { name: "Maintainer", hint: "Also manages environments, and sees keys." },
  admin: { name: "Admin", hint: "Also manages people, roles and keys." },
  owner: { name: "Owner", hint: "Everything, projects included." },
};

/** As people know it; a role that the project made goes by its key. */
export function roleName(role: string): string {
  return isBuiltIn(role) ? roleWords[role].name : role;
}
