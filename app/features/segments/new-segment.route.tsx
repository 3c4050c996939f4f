import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation, useParams } from "@remix-run/react";
import { z } from "zod";
import { NameAndKey } from "#app/features/projects/name-and-key.tsx";
import { keySchema } from "#app/features/projects/key.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { createSegment } from "./create-segment.server.ts";

export const meta: MetaFunction = () => [{ title: "New segment · Guidon" }];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Segments", to: `/projects/${params["project"] ?? ""}/segments/${params["environment"] ?? ""}` },
    { label: "New segment" },
  ],
};

const form = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(200),
  key: keySchema,
  description: z.string().trim().max(5000),
  by: z.string().trim().min(1, "Name the attribute.").max(500),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const place = { project: param("project"), environment: param("environment") };
  const segment = await readForm(request, form);
  await createSegment(ctx, { ...place, ...segment });
  throw redirect(`/projects/${place.project}/segments/${place.environment}/${segment.key}`);
});

const shown = ["/name", "/key", "/description", "/by"];

export default function NewSegment() {
  const { project, environments, may, refusal } = useProject();
  const { environment: key = "" } = useParams();
  const { problem, typed = {} } = useActionData<typeof action>() ?? {};
  const busy = useNavigation().state !== "idle";
  const environment = environments.find((each) => each.key === key);
  const message = formMessage(problem, shown);
  if (environment === undefined || !may("segment.write", environment.id))
    return <Notice tone="locked">{refusal(`create segments in ${environment?.name ?? key}`)}</Notice>;
  return (
    <div className="grid max-w-180 gap-5">
      <PageHeader
        title={`New segment in ${environment.name}`}
        note="Rules and lists come next. It can be copied to other environments later."
      />
      <Form method="post" className="grid gap-5">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Panel bodyClassName="grid gap-5">
          <NameAndKey
            typed={typed}
            placeholder="Beta testers"
            keyHint="What rules name. It never changes; the name may."
            nameError={fieldMessage(problem, "/name")}
            keyError={fieldMessage(problem, "/key")}
          />
          <Field label="Description" optional error={fieldMessage(problem, "/description")}>
            <Textarea
              name="description"
              rows={2}
              defaultValue={typed["description"]}
              placeholder="Who belongs here, and who keeps it up to date."
            />
          </Field>
          <Field
            label="Lists hold"
            hint="The attribute whose values stand in its lists. targetingKey is the user for most."
            error={fieldMessage(problem, "/by")}
          >
            <Input
              name="by"
              mono
              required
              spellCheck={false}
              autoCapitalize="off"
              className="sm:w-64"
              defaultValue={typed["by"] ?? "targetingKey"}
            />
          </Field>
        </Panel>
        <div className="flex justify-end gap-2">
          <Button asChild tone="ghost">
            <Link to={`/projects/${project.key}/segments/${key}`}>Cancel</Link>
          </Button>
          <Button type="submit" tone="primary" busy={busy}>
            Create segment
          </Button>
        </div>
      </Form>
    </div>
  );
}
