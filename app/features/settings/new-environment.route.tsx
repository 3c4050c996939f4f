import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { keySchema } from "#app/features/projects/key.ts";
import { NameAndKey } from "#app/features/projects/name-and-key.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { createEnvironment } from "./create-environment.server.ts";

export const meta: MetaFunction = () => [{ title: "New environment · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "New environment" }] };

const form = z.object({
  key: keySchema,
  name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
  protected: z.literal("on").optional(),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const asked = await readForm(request, form);
  await createEnvironment(ctx, { ...asked, project, protected: asked.protected === "on" });
  throw redirect(`/projects/${project}/environments`);
});

export default function NewEnvironment() {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const message = formMessage(answer?.problem, ["/name", "/key"]);
  return (
    <div className="grid max-w-180 gap-5">
      <PageHeader title="New environment" note="Every flag of the project is in it at once, switched off." />
      <Panel>
        <Form method="post" className="grid gap-5">
          {message !== undefined && <Notice tone="error">{message}</Notice>}
          <NameAndKey
            typed={answer?.typed ?? {}}
            placeholder="Preview"
            keyHint="In addresses and in code. It never changes; the name may."
            nameError={fieldMessage(answer?.problem, "/name")}
            keyError={fieldMessage(answer?.problem, "/key")}
          />
          <Checkbox
            name="protected"
            label="Protected"
            hint="What is served there changes by a kill alone, until somebody takes the protection away."
          />
          <div className="flex justify-end">
            <Button type="submit" tone="primary" busy={busy}>
              Create environment
            </Button>
          </div>
        </Form>
      </Panel>
    </div>
  );
}
