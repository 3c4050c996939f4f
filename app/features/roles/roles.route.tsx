import type { MetaFunction } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { Plus } from "lucide-react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { listRoles } from "./list-roles.server.ts";
import { MemberTabs } from "./member-tabs.tsx";
import { RoleMatrix } from "./role-matrix.tsx";

export const meta: MetaFunction = () => [{ title: "Roles · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Roles" }] };

export const loader = pageLoader(async ({ ctx, param }) => ({
  roles: await listRoles(ctx, { project: param("project") }),
}));

export default function Roles() {
  const { roles } = useLoaded<typeof loader>();
  const { project, may } = useProject();
  const mayWrite = may("role.write");
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Members and roles"
        note="What each role permits. A role is given for the whole project, or for one environment of it."
        actions={
          mayWrite && (
            <Button asChild tone="primary">
              <Link to={`/projects/${project.key}/new-role`}>
                <Plus aria-hidden />
                New role
              </Link>
            </Button>
          )
        }
      />
      <MemberTabs project={project.key} />
      <Panel flush>
        <RoleMatrix roles={roles} project={project.key} mayWrite={mayWrite} />
      </Panel>
    </div>
  );
}
