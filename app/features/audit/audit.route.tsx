import type { MetaFunction } from "@remix-run/node";
import { Link, useNavigation, useSearchParams } from "@remix-run/react";
import { Download, ScrollText, ShieldCheck } from "lucide-react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditList } from "./audit-list.tsx";
import { auditQuerySchema } from "./audit-query-schema.ts";
import { exportUrl, filterOf, paramsOf } from "./audit-query.ts";
import { AuditVerdict } from "./audit-verdict.tsx";
import { listAuditEntries } from "./list-audit-entries.server.ts";
import { readAuditFacets } from "./read-audit-facets.server.ts";
import { verifyAudit } from "./verify-audit.server.ts";

export const meta: MetaFunction = () => [{ title: "Audit log · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Audit log" }] };

/** An entry may hold many changes. */
const pageSize = 30;

export const loader = pageLoader(async ({ ctx, url, param, traceUrlTemplate }) => {
  const { cursor, verify, flag, ...given } = Object.fromEntries(url.searchParams);
  // Addresses from before named a flag alone.
  const named = flag === undefined || flag === "" ? {} : { kind: "flag", key: flag };
  const asked = parse({ ...given, ...named }, auditQuerySchema);
  const project = param("project");
  const [found, choices, verdict] = await Promise.all([
    listAuditEntries(ctx, { project, ...filterOf(asked), cursor, limit: pageSize }),
    readAuditFacets(ctx, { project }),
    verify === undefined ? undefined : verifyAudit(ctx, { project }),
  ]);
  return { ...found, asked, choices, verdict, later: cursor !== undefined, traceUrlTemplate };
});

export default function Audit() {
  const { entries, next, asked, choices, verdict, later, traceUrlTemplate } = useLoaded<typeof loader>();
  const { project, environments } = useProject();
  const [params] = useSearchParams();
  const navigation = useNavigation();
  const verifying = new URLSearchParams(navigation.location?.search).has("verify");
  const filtered = paramsOf(asked).size > 0;
  const linkWith = (name: string, value: string) => {
    const changed = new URLSearchParams(params);
    changed.set(name, value);
    return `?${changed.toString()}`;
  };
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Audit log"
        note="Who did what, when and from where. Entries are only ever added, each sealed with the one before."
      />
      <div className="flex flex-wrap gap-2">
        <Button asChild size="sm" aria-disabled={verifying}>
          <Link to={linkWith("verify", "1")} preventScrollReset>
            <ShieldCheck aria-hidden />
            {verifying ? "Verifying …" : "Verify the chain"}
          </Link>
        </Button>
        {(["ndjson", "csv"] as const).map((format) => (
          <Button key={format} asChild size="sm">
            <a href={exportUrl(project.key, asked, format)} download>
              <Download aria-hidden />
              Export {format.toUpperCase()}
            </a>
          </Button>
        ))}
      </div>
      {verdict !== undefined && <AuditVerdict {...verdict} />}
      <AuditFilters asked={asked} choices={choices} environments={environments} />
      <Panel flush className="overflow-hidden">
        {entries.length > 0 ? (
          <AuditList
            base={`/projects/${project.key}`}
            entries={entries}
            traceUrlTemplate={traceUrlTemplate}
          />
        ) : (
          <EmptyState
            icon={<ScrollText aria-hidden />}
            title={filtered ? "Nothing found" : "Nothing has happened yet"}
            action={
              filtered && (
                <Button asChild>
                  <Link to=".">Show everything</Link>
                </Button>
              )
            }
          >
            {filtered
              ? "No entry is like that. Take a filter away, or search for another word."
              : "Every change to flags, members and keys leaves an entry here."}
          </EmptyState>
        )}
      </Panel>
      {(next !== null || later) && (
        <nav aria-label="Pages" className="flex justify-end gap-2">
          {later && (
            <Button asChild size="sm">
              <Link to={`?${paramsOf(asked).toString()}`}>Newest</Link>
            </Button>
          )}
          {next !== null && (
            <Button asChild size="sm">
              <Link to={linkWith("cursor", next)}>Older</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}
