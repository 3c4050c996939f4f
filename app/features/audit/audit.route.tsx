import type { MetaFunction } from "@remix-run/node";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { AuditPage } from "./audit-page.tsx";
import { readAuditAddress } from "./audit-query-schema.ts";
import { lookAtAudit } from "./look-at-audit.server.ts";

export const meta: MetaFunction = () => [{ title: "Audit log · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Audit log" }] };

export const loader = pageLoader(async ({ ctx, url, param, traceUrlTemplate }) => ({
  ...(await lookAtAudit(ctx, { project: param("project"), ...readAuditAddress(url.searchParams) })),
  traceUrlTemplate,
}));

export default function Audit() {
  const { project, environments } = useProject();
  return (
    <AuditPage
      note="Who did what, when and from where."
      project={project.key}
      environments={environments}
      {...useLoaded<typeof loader>()}
    />
  );
}
