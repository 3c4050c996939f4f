import { Form, Link } from "@remix-run/react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { roleName } from "#app/features/access/role-words.ts";

export interface ShownMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly everywhere: boolean;
  readonly roles: readonly { readonly role: string; readonly environment: string | null }[];
  readonly since: Date;
}

export interface ShownInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: Date;
}

export interface MembersTableProps {
  readonly members: readonly ShownMember[];
  readonly invitations: readonly ShownInvitation[];
  readonly self: string;
  readonly project: string;
  readonly mayTakeBack: boolean;
}

export function MembersTable({ members, invitations, self, project, mayTakeBack }: MembersTableProps) {
  return (
    <Table caption="Members and open invitations">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Role</Th>
          <Th className="text-right max-sm:hidden">Since</Th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Tr key={`${member.id}:${String(member.everywhere)}`} className="relative">
            <Td>
              <Link to={`/projects/${project}/members/${member.id}`} className="row-link">
                {member.name}
              </Link>
              {member.id === self && <Chip className="ml-2">you</Chip>}
              <span className="block text-sm text-ink-3 [overflow-wrap:anywhere]">{member.email}</span>
            </Td>
            <Td>
              {roleName(member.role)}
              {member.roles
                .filter(({ environment }) => environment !== null)
                .map(({ role, environment }) => (
                  <span key={environment} className="block text-xs text-ink-3">
                    {roleName(role)} in {environment}
                  </span>
                ))}
              {member.everywhere && <span className="block text-xs text-ink-3">in every project</span>}
            </Td>
            <Td className="text-right text-sm whitespace-nowrap text-ink-3 max-sm:hidden">
              <Time at={member.since} />
            </Td>
          </Tr>
        ))}
        {invitations.map((invitation) => (
          <Tr key={invitation.id}>
            <Td>
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="text-ink-2 [overflow-wrap:anywhere]">{invitation.email}</span>
                <Chip tone="warn">invited</Chip>
              </span>
            </Td>
            <Td className="text-ink-2">{roleName(invitation.role)}</Td>
            <Td className="text-right text-sm whitespace-nowrap text-ink-3 max-sm:hidden">
              link ends <Time at={invitation.expiresAt} />
              {mayTakeBack && (
                <Form method="post" className="mt-1">
                  <input type="hidden" name="invitation" value={invitation.id} />
                  <Button
                    type="submit"
                    size="sm"
                    name="do"
                    value="take-back"
                    aria-label={`Take back the invitation of ${invitation.email}`}
                  >
                    Take back
                  </Button>
                </Form>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
