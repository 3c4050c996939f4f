import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { keySettlements } from "#app/features/api-keys/key-settlement.ts";
import { listRoles } from "#app/features/roles/list-roles.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, formOf, parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { formMessage } from "#app/pages/problem-view.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Problem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Select } from "#app/ui/select.tsx";
import { givenRoles } from "./given-roles.ts";
import { leaveProject } from "./leave-project.server.ts";
import { listMembers } from "./list-members.server.ts";
import { MemberRolesForm } from "./member-roles-form.tsx";
import { setMemberRoles } from "./set-member-roles.server.ts";

export const meta: MetaFunction = () => [{ title: "Member · Guidon" }];
export const handle: CrumbHandle = {
  crumbs: ({ params, data }) => [
    { label: "Members", to: `/projects/${params["project"] ?? ""}/members` },
    { label: (data as { member: { name: string } } | undefined)?.member.name ?? "" },
  ],
};

export const loader = pageLoader(async ({ ctx, param }) => {
  const project = param("project");
  const [{ members }, roles] = await Promise.all([
    listMembers(ctx, { project }),
    listRoles(ctx, { project }),
  ]);
  const member = members.find(({ id }) => id === param("member"));
  if (member === undefined) throw new Problem("not_found", { detail: "Nobody of this id is a member here." });
  return { member, roles, fresh: hasFreshSecondFactor(ctx) };
});

const leaving = z.object({
  keys: z
    .enum(["", ...keySettlements])
    .optional()
    .transform((how) => (how === "" ? undefined : how)),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const [project, member] = [param("project"), param("member")];
  const fields = formFields(await formOf(request));
  if (fields["do"] === "remove" || fields["do"] === "leave") {
    const { keys } = parse(fields, leaving);
    if (fields["do"] === "leave") {
      await leaveProject(ctx, { project, ...(keys === "end" ? { keys } : {}) });
      throw redirect("/");
    }
    await setMemberRoles(ctx, { project, member, roles: [], keys });
    throw redirect(`/projects/${project}/members`);
  }
  await setMemberRoles(ctx, { project, member, roles: givenRoles(fields) });
  throw redirect(`/projects/${project}/members`);
});

export default function Member() {
  const { member, roles } = useLoaded<typeof loader>();
  const { environments, person, may } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const message = formMessage(answer?.problem, []);
  const self = member.id === person.id;
  const byHand = member.roles.filter(({ source, everywhere }) => source === "hand" && !everywhere);
  const elsewhere = member.roles.filter(({ source, everywhere }) => source !== "hand" || everywhere);
  return (
    <div className="grid max-w-180 gap-5">
      <PageHeader title={member.name} chips={self && <Chip>you</Chip>} note={member.email} />
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      {elsewhere.length > 0 && (
        <Notice tone="info">
          {elsewhere
            .map(({ role, everywhere }) => `${role} ${everywhere ? "in every project" : "by single sign-on"}`)
            .join(", ")}
          : changed there, and not here.
        </Notice>
      )}
      <Panel title="Roles" note="For the whole project, and more in single environments.">
        <MemberRolesForm
          held={byHand}
          roles={roles}
          environments={environments}
          typed={answer?.typed ?? {}}
          busy={busy}
          locked={!may("member.write")}
        />
      </Panel>
      {byHand.length > 0 && (self || may("member.write")) && (
        <ConfirmDetails
          label={self ? "Leave this project" : "Remove from the project"}
          consequence={
            self
              ? "You see nothing of it any more. Keys of yours end with it."
              : "They see nothing of the project any more, and lose what they were given in it."
          }
        >
          <Form method="post" className="flex flex-wrap items-center gap-2">
            <Select name="keys" compact aria-label="Their keys" boxClassName="w-56" defaultValue="">
              <option value="">Only if no key is in use</option>
              {!self && <option value="take">Their keys become mine</option>}
              <option value="end">End {self ? "my" : "their"} keys</option>
            </Select>
            <Button type="submit" name="do" value={self ? "leave" : "remove"} tone="danger-solid" busy={busy}>
              {self ? "Leave" : "Remove"}
            </Button>
          </Form>
        </ConfirmDetails>
      )}
    </div>
  );
}
