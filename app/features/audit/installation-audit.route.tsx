import type { MetaFunction } from "@remix-run/node";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { AuditPage } from "./audit-page.tsx";
import { readAuditAddress } from "./audit-query-schema.ts";
import { lookAtAudit } from "./look-at-audit.server.ts";

export const meta: MetaFunction = () => [{ title: "Audit log of the installation · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Audit log of the installation" }] };

export const loader = pageLoader(async ({ ctx, url, traceUrlTemplate }) => ({
  ...(await lookAtAudit(ctx, readAuditAddress(url.searchParams))),
  traceUrlTemplate,
}));

export default function InstallationAudit() {
  return (
    <AuditPage
      note="Who signed in, and what happened to accounts, tokens and single sign-on, in no project."
      project={undefined}
      environments={[]}
      {...useLoaded<typeof loader>()}
    />
  );
}
