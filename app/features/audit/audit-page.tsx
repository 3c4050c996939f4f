import { Link, useNavigation, useSearchParams } from "@remix-run/react";
import { Download, ScrollText, ShieldCheck } from "lucide-react";
import { PageHeader } from "#app/pages/page-header.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditList, type ShownEntry } from "./audit-list.tsx";
import { exportUrl, paramsOf, type AuditChoices, type AuditQuery } from "./audit-query.ts";
import { AuditVerdict, type AuditVerdictProps } from "./audit-verdict.tsx";

export interface AuditPageProps {
  readonly note: string;
  /** Its key; undefined: what happened in no project. */
  readonly project: string | undefined;
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly entries: readonly ShownEntry[];
  readonly next: string | null;
  /** Not the newest entries. */
  readonly later: boolean;
  readonly asked: AuditQuery;
  readonly choices: AuditChoices;
  readonly verdict: AuditVerdictProps | undefined;
  readonly traceUrlTemplate: string | undefined;
}

/** A chain of entries: to search, to export, to verify. */
export function AuditPage(props: AuditPageProps) {
  const { project, environments, entries, next, later, asked, choices, verdict } = props;
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
        note={`${props.note} Entries are only ever added, each sealed with the one before.`}
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
            <a href={exportUrl(project, asked, format)} download>
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
            base={project === undefined ? undefined : `/projects/${project}`}
            entries={entries}
            traceUrlTemplate={props.traceUrlTemplate}
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
              : "Every change leaves an entry here."}
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
