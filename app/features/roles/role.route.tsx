import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, formOf, parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Problem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { deleteRole } from "./delete-role.server.ts";
import { listRoles } from "./list-roles.server.ts";
import { readRoleForm } from "./read-role-form.ts";
import { RoleForm } from "./role-form.tsx";
import { saveRole } from "./save-role.server.ts";

export const meta: MetaFunction = () => [{ title: "Role · Guidon" }];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Roles", to: `/projects/${params["project"] ?? ""}/roles` },
    { label: params["role"] ?? "" },
  ],
};

export const loader = pageLoader(async ({ ctx, param }) => {
  const all = await listRoles(ctx, { project: param("project") });
  const role = all.find(({ key, builtIn }) => key === param("role") && !builtIn);
  if (role === undefined)
    throw new Problem("not_found", { detail: "The project has no role of its own by that key." });
  return { role };
});

const form = z.looseObject({ name: z.string().trim().min(1, "Give a name.").max(100) });

export const action = pageAction(async ({ ctx, request, param }) => {
  const [project, key] = [param("project"), param("role")];
  const fields = formFields(await formOf(request));
  if (fields["do"] === "delete") await deleteRole(ctx, { project, role: key });
  else {
    parse(fields, form);
    await saveRole(ctx, { ...readRoleForm(fields, key), project });
  }
  throw redirect(`/projects/${project}/roles`);
});

export default function Role() {
  const { role } = useLoaded<typeof loader>();
  const { may } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="grid max-w-200 gap-5">
      <PageHeader
        title={role.name}
        note="Whoever has this role has what you save here, from their next request on."
      />
      <Panel>
        <RoleForm
          present={role}
          typed={answer?.typed ?? {}}
          problem={answer?.problem}
          busy={busy}
          mayGive={(permission) => may(permission)}
        />
      </Panel>
      <ConfirmDetails
        label="Delete this role"
        consequence="For good. It is refused while anybody or any key has it."
      >
        <Form method="post">
          <Button type="submit" name="do" value="delete" tone="danger-solid" busy={busy}>
            Delete
          </Button>
        </Form>
      </ConfirmDetails>
    </div>
  );
}
