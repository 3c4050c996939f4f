import { Outlet, useParams, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { can } from "#app/features/access/can.ts";
import { readTotals } from "#app/features/overview/read-totals.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import type { Permission } from "#app/platform/permission.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { commandsFor } from "./commands.ts";
import { EnvironmentPlace } from "./environment-place.tsx";
import { ErrorPage } from "./error-page.tsx";
import { LiveProvider } from "./live.tsx";
import { pageLoader } from "./page.server.ts";
import type { ProjectData } from "./project-context.tsx";
import { Shell } from "./shell.tsx";
import { may, signedInOf } from "./signed-in.ts";
import { useTotals } from "./use-totals.tsx";

export const loader = pageLoader(async ({ ctx, params }) => {
  const projects = await listProjects(ctx);
  const current = projects.find(({ key }) => key === params["project"]);
  const readable = current !== undefined && can(ctx.actor, "flag.read", { projectId: current.id });
  return {
    person: signedInOf(ctx.actor),
    projects,
    totals: readable ? await readTotals(ctx, { project: current.key }) : null,
  };
});

export default function ShellRoute() {
  return (
    <Framed>
      <Outlet />
    </Framed>
  );
}

/** What goes wrong inside of a project leaves the way out of it in place. */
export function ErrorBoundary() {
  return (
    <Framed>
      <ErrorPage />
    </Framed>
  );
}

function Framed({ children }: { readonly children: ReactNode }) {
  const held = useRouteLoaderData<typeof loader>("pages/shell.route");
  const { project } = useParams();
  if (held === undefined) return <div className="p-6">{children}</div>;
  if (held.projects.every(({ key }) => key !== project)) return <Frame>{children}</Frame>;
  return (
    <LiveProvider project={project ?? ""} person={held.person.id} key={project}>
      <Frame>{children}</Frame>
    </LiveProvider>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const held = useRouteLoaderData<typeof loader>("pages/shell.route");
  const theme = useRouteLoaderData<typeof rootLoader>("root")?.theme ?? "system";
  const inProject = useRouteLoaderData("features/projects/project.route") as ProjectData | undefined;
  const { project: key, environment } = useParams();
  const current = held?.projects.find((project) => project.key === key);
  const totals = useTotals(current?.key, held?.totals ?? null);
  if (held === undefined) return children;
  const { person, projects } = held;
  const mayHere = (permission: Permission) => may(person, permission, { projectId: current?.id ?? null });
  const mayCreateProject = may(person, "project.create", { projectId: null });
  const mayInstallation = {
    mayReadSso: may(person, "sso.read", { projectId: null }),
    mayReadPeople: may(person, "person.read", { projectId: null }),
  };
  const place = inProject?.environments.find((each) => each.key === environment);
  return (
    <Shell
      person={person.id}
      account={{
        ...{ name: person.name, email: person.email, theme },
        ...mayInstallation,
      }}
      nav={{
        ...{ projects, current, totals, mayCreateProject, ...mayInstallation },
        mayReadKeys: current !== undefined && mayHere("key.read"),
      }}
      commands={commandsFor({ project: current, projects, may: mayHere, mayCreateProject })}
      place={place !== undefined && <EnvironmentPlace environment={place} />}
    >
      {children}
    </Shell>
  );
}
