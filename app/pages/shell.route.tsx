import { Outlet, useParams, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { ErrorPage } from "./error-page.tsx";
import { pageLoader } from "./page.server.ts";
import { Shell } from "./shell.tsx";
import { may, signedInOf } from "./signed-in.ts";

export const loader = pageLoader(async ({ ctx }) => ({
  person: signedInOf(ctx.actor),
  projects: await listProjects(ctx),
}));

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
  const theme = useRouteLoaderData<typeof rootLoader>("root")?.theme ?? "system";
  const { project: key } = useParams();
  if (held === undefined) return <div className="p-6">{children}</div>;
  const { person, projects } = held;
  const current = projects.find((project) => project.key === key);
  return (
    <Shell
      account={{
        ...{ name: person.name, email: person.email, theme },
        mayReadSso: may(person, "sso.read", { projectId: null }),
        mayReadPeople: may(person, "person.read", { projectId: null }),
      }}
      nav={{
        projects,
        current,
        mayCreateProject: may(person, "project.create", { projectId: null }),
        mayReadKeys: current !== undefined && may(person, "key.read", { projectId: current.id }),
      }}
    >
      {children}
    </Shell>
  );
}
