import type { Role } from "#app/platform/context.ts";

export const roleWords: Readonly<Record<Role, { readonly name: string; readonly hint: string }>> = {
  viewer: { name: "Viewer", hint: "Sees everything but keys, changes nothing." },
  developer: { name: "Developer", hint: "Changes flags and their targeting, and kills them." },
  admin: { name: "Admin", hint: "Also invites people and manages keys." },
  owner: { name: "Owner", hint: "Everything, projects included." },
};
