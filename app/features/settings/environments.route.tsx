import { redirect, type MetaFunction } from "@remix-run/node";
import { Link, useActionData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { z } from "zod";
import { changeEnvironment } from "#app/features/environments/change-environment.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { formMessage } from "#app/pages/problem-view.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { EnvironmentsTable } from "./environments-table.tsx";

export const meta: MetaFunction = () => [{ title: "Environments · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Environments" }] };

export const loader = pageLoader(async ({ ctx, param }) => ({
  environments: await listEnvironments(ctx, { project: param("project") }),
}));

const form = z.object({ environment: z.string(), position: z.coerce.number().int().min(0) });

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const moved = await readForm(request, form);
  await changeEnvironment(ctx, { project, ...moved, expectedVersion: "*" });
  throw redirect(`/projects/${project}/environments`);
});

export default function Environments() {
  const { environments } = useLoaded<typeof loader>();
  const { project, may, refusal } = useProject();
  const message = formMessage(useActionData<typeof action>()?.problem, []);
  const mayWrite = may("environment.write");
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Environments"
        note="The places where flags do something of their own, in the order in which every page lists them."
        actions={
          mayWrite && (
            <Button asChild tone="primary">
              <Link to={`/projects/${project.key}/new-environment`}>
                <Plus aria-hidden />
                New environment
              </Link>
            </Button>
          )
        }
      />
      {!mayWrite && <Notice tone="locked">{refusal("change environments")}</Notice>}
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <Panel flush>
        <EnvironmentsTable project={project.key} environments={environments} mayMove={mayWrite} />
      </Panel>
    </div>
  );
}
