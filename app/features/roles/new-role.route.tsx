import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { keySchema } from "#app/features/projects/key.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, formOf, parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { readRoleForm } from "./read-role-form.ts";
import { RoleForm } from "./role-form.tsx";
import { saveRole } from "./save-role.server.ts";

export const meta: MetaFunction = () => [{ title: "New role · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "New role" }] };

const form = z.looseObject({ key: keySchema, name: z.string().trim().min(1, "Give a name.").max(100) });

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const fields = formFields(await formOf(request));
  const { key } = parse(fields, form);
  await saveRole(ctx, { ...readRoleForm(fields, key), project });
  throw redirect(`/projects/${project}/roles`);
});

export default function NewRole() {
  const { may } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="grid max-w-200 gap-5">
      <PageHeader title="New role" note="Made of permissions; you can put into it what you hold yourself." />
      <Panel>
        <RoleForm
          present={undefined}
          typed={answer?.typed ?? {}}
          problem={answer?.problem}
          busy={busy}
          mayGive={(permission) => may(permission)}
        />
      </Panel>
    </div>
  );
}
