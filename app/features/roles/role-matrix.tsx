import { Link } from "@remix-run/react";
import { Check } from "lucide-react";
import { Fragment } from "react";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { grantable, type RoleDefinition } from "./custom-role.ts";
import { groupsOf, permissionWords } from "./permission-words.ts";

export interface RoleMatrixProps {
  readonly roles: readonly (RoleDefinition & { readonly builtIn: boolean })[];
  readonly project: string;
  readonly mayWrite: boolean;
}

/** Every permission against every role; a role of the project's own leads to its editor. */
export function RoleMatrix({ roles, project, mayWrite }: RoleMatrixProps) {
  return (
    <Table caption="What each role permits">
      <thead>
        <tr>
          <Th className="sticky left-0 z-10 bg-panel">Permission</Th>
          {roles.map((role) => (
            <Th key={role.key} className="text-center" title={role.description}>
              {role.builtIn || !mayWrite ? (
                role.name
              ) : (
                <Link
                  to={`/projects/${project}/roles/${role.key}`}
                  className="text-accent underline-offset-3 hover:underline"
                >
                  {role.name}
                </Link>
              )}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groupsOf(grantable).map((group) => (
          <Fragment key={group.name}>
            <tr>
              <th
                scope="colgroup"
                colSpan={roles.length + 1}
                className="border-b border-line bg-sunken px-3.5 py-1.5 text-2xs font-[550] tracking-[0.06em] text-ink-3 uppercase"
              >
                {group.name}
              </th>
            </tr>
            {group.permissions.map((permission) => (
              <Tr key={permission}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 min-w-44 border-b border-line bg-panel px-3.5 py-2 text-left text-sm font-normal"
                >
                  {permissionWords[permission]}
                  <span className="block font-mono text-2xs text-ink-3">{permission}</span>
                </th>
                {roles.map((role) => (
                  <Td key={role.key} className="py-2 text-center">
                    {role.permissions.includes(permission) ? (
                      <Check aria-label="yes" className="mx-auto size-4 text-on" />
                    ) : (
                      <span className="text-ink-3">
                        <span aria-hidden>·</span>
                        <span className="sr-only">no</span>
                      </span>
                    )}
                  </Td>
                ))}
              </Tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}
