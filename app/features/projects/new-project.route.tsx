import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { createProject } from "./create-project.server.ts";
import { keySchema } from "./key.ts";
import { NameAndKey } from "./name-and-key.tsx";

export const meta: MetaFunction = () => [{ title: "New project · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "New project" }] };

const form = z.object({ key: keySchema, name: z.string().trim().min(1, "Give a name.").max(200) });

export const action = pageAction(async ({ ctx, request }) => {
  const project = await readForm(request, form);
  await createProject(ctx, project);
  throw redirect(`/projects/${project.key}/flags`);
});

export default function NewProject() {
  const answer = useActionData<typeof action>();
  const problem = answer?.problem;
  const busy = useNavigation().state !== "idle";
  const message = formMessage(problem, ["/name", "/key"]);
  return (
    <div className="grid max-w-180 gap-5">
      <PageHeader
        title="New project"
        note="A team's space: its flags, environments and members. It begins with production, staging and development."
      />
      <Panel>
        <Form method="post" className="grid gap-5">
          {message !== undefined && <Notice tone="error">{message}</Notice>}
          <NameAndKey
            typed={answer?.typed ?? {}}
            placeholder="Storefront"
            keyHint="In addresses and in code. It never changes; the name may."
            nameError={fieldMessage(problem, "/name")}
            keyError={fieldMessage(problem, "/key")}
          />
          <div className="flex justify-end">
            <Button type="submit" tone="primary" busy={busy}>
              Create project
            </Button>
          </div>
        </Form>
      </Panel>
    </div>
  );
}
