import { Outlet } from "@remix-run/react";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { signedInOf } from "#app/pages/signed-in.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { ProjectProvider, type ProjectData } from "#app/pages/project-context.tsx";

export const loader = pageLoader(async ({ ctx, param }): Promise<ProjectData> => {
  const key = param("project");
  const { id, name } = await locateProject(ctx, key, "project.read");
  return {
    project: { id, key, name },
    environments: await listEnvironments(ctx, { project: key }),
    person: signedInOf(ctx.actor),
  };
});

export const handle: CrumbHandle = {
  crumbs({ data }) {
    // Where the project is not there the page is an error page, and the way to it begins nowhere.
    const project = (data as ProjectData | undefined)?.project;
    if (project === undefined) return [];
    return [{ label: project.name, to: `/projects/${project.key}/overview` }];
  },
};

export default function ProjectRoute() {
  return (
    <ProjectProvider value={useLoaded<typeof loader>()}>
      <Outlet />
    </ProjectProvider>
  );
}
