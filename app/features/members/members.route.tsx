import { redirect, type MetaFunction } from "@remix-run/node";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { roles } from "#app/features/access/roles.ts";
import { emailSchema } from "#app/features/access/identity.ts";
import { MemberTabs } from "#app/features/roles/member-tabs.tsx";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, formOf, parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { mayGive } from "#app/pages/signed-in.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { inviteMember } from "./invite-member.server.ts";
import { listMembers } from "./list-members.server.ts";
import { MembersTable } from "./members-table.tsx";
import { revokeInvitation } from "./revoke-invitation.server.ts";

export const meta: MetaFunction = () => [{ title: "Members · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Members" }] };

export const loader = pageLoader(({ ctx, param }) => listMembers(ctx, { project: param("project") }));

const form = z.object({ email: emailSchema, role: z.string() });
const taking = z.object({ invitation: z.uuid() });

export const action = pageAction(async ({ ctx, request, param, origin }) => {
  const fields = formFields(await formOf(request));
  if (fields["do"] === "take-back") {
    await revokeInvitation(ctx, { project: param("project"), ...parse(fields, taking) });
    throw redirect(`/projects/${param("project")}/members`);
  }
  const asked = parse(fields, form);
  const { token, expiresAt } = await inviteMember(ctx, { project: param("project"), ...asked });
  return { link: `${origin}/join/${token}`, email: asked.email, expiresAt };
});

export default function Members() {
  const { members, invitations } = useLoaded<typeof loader>();
  const { project, person, may, refusal } = useProject();
  const [dialog, setDialog] = useState({ open: false, round: 0 });
  const mayInvite = may("member.invite");
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Members and roles"
        note="Who works in this project, and what they may do."
        actions={
          mayInvite && (
            <Button
              tone="primary"
              onClick={() => setDialog(({ round }) => ({ open: true, round: round + 1 }))}
            >
              <UserPlus aria-hidden />
              Invite
            </Button>
          )
        }
      />
      <MemberTabs project={project.key} />
      {!mayInvite && <Notice tone="locked">{refusal("invite people")}</Notice>}
      <Panel flush>
        <MembersTable
          members={members}
          invitations={invitations}
          self={person.id}
          project={project.key}
          mayTakeBack={mayInvite}
        />
      </Panel>
      <InviteDialog
        // Each invitation begins with an empty form, and no link of the one before.
        key={dialog.round}
        open={dialog.open}
        onOpenChange={(open) => setDialog(({ round }) => ({ open, round }))}
        roles={roles.filter((role) => mayGive(person, role, project.id))}
      />
    </div>
  );
}
