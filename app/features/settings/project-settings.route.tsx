import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { deleteProject } from "#app/features/projects/delete-project.server.ts";
import { readProject } from "#app/features/projects/read-project.server.ts";
import { renameProject } from "#app/features/projects/rename-project.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { DeletePanel } from "./delete-panel.tsx";
import { RenamePanel } from "./rename-panel.tsx";
import { SecondFactorNotice } from "./second-factor-notice.tsx";

export const meta: MetaFunction = () => [{ title: "Project · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Project" }] };

export const loader = pageLoader(async ({ ctx, param }) => ({
  project: await readProject(ctx, { project: param("project") }),
  fresh: hasFreshSecondFactor(ctx),
}));

const form = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("rename"),
    version: z.string(),
    name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
  }),
  z.object({ do: z.literal("delete"), confirm: z.string().trim() }),
]);

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const asked = await readForm(request, form);
  if (asked.do === "delete") {
    await deleteProject(ctx, { project, confirm: asked.confirm });
    throw redirect("/");
  }
  await renameProject(ctx, { project, name: asked.name, expectedVersion: asked.version });
  throw redirect(`/projects/${project}/settings`);
});

export default function ProjectSettings() {
  const { project, fresh } = useLoaded<typeof loader>();
  const { may, refusal } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const problem = answer?.problem;
  const typed: Readonly<Record<string, string>> = answer?.typed ?? {};
  const of = (deed: string) => (typed["do"] === deed ? problem : undefined);
  return (
    <div className="grid max-w-180 gap-5">
      <PageHeader title="Project" note={<span className="font-mono text-xs">{project.key}</span>} />
      {!may("project.write") && <Notice tone="locked">{refusal("change the project")}</Notice>}
      {may("project.write") && (
        <RenamePanel
          key={project.version}
          name={typed["name"] ?? project.name}
          version={project.version}
          problem={of("rename")}
          busy={busy}
          note="Its key stays: code, keys and addresses know it by that."
        />
      )}
      {may("project.delete") && (
        <DeletePanel
          what="project"
          confirm={project.key}
          typed={typed["confirm"]}
          problem={of("delete")}
          busy={busy}
          locked={
            fresh ? undefined : (
              <SecondFactorNotice here={`/projects/${project.key}/settings`}>
                Deleting a project asks for your second factor first.
              </SecondFactorNotice>
            )
          }
        >
          For good: all environments, flags, roles, members and the history. The audit log keeps what
          happened. Every key must have been revoked before, and no environment be protected.
        </DeletePanel>
      )}
    </div>
  );
}
