import type { RoleMapping } from "./sso-connection.ts";

/** Empty lines that the page offers below those that are there. */
export const spareRows = 3;

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");

/** The fields of the page, each a text, as the connection that they say. */
export function readSsoForm(fields: Readonly<Record<string, string>>) {
  const { name, issuer, clientId, clientSecret, groupsClaim } = fields;
  return {
    ...{ name, issuer, clientId, groupsClaim },
    scopes: words(fields["scopes"] ?? ""),
    domains: words(fields["domains"] ?? ""),
    createsAccounts: fields["createsAccounts"] === "true",
    roleMapping: rowsOf(fields),
    ...(clientSecret === undefined || clientSecret === "" ? {} : { clientSecret }),
  };
}

/** The lines of the mapping that say something; an asterisk is everybody. */
function rowsOf(fields: Readonly<Record<string, string>>): Partial<RoleMapping>[] {
  const rows = [];
  for (let index = 0; fields[`group-${index}`] !== undefined; index++) {
    const group = fields[`group-${index}`]?.trim() ?? "";
    if (group === "") continue;
    const project = fields[`project-${index}`] ?? "";
    const role = fields[`role-${index}`] as RoleMapping["role"];
    rows.push({ group: group === "*" ? null : group, project: project === "" ? null : project, role });
  }
  return rows;
}
