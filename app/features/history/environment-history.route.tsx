import type { MetaFunction } from "@remix-run/node";
import { Link, useParams } from "@remix-run/react";
import { GitCompareArrows, History, Undo2 } from "lucide-react";
import { useCallback, useState } from "react";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { compareMoments } from "./compare-moments.server.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { DocumentChanges } from "./document-changes.tsx";
import { historyQuery } from "./history-query.ts";
import { listEnvironmentHistory } from "./list-environment-history.server.ts";
import { PageLinks } from "./page-links.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";
import { RevisionList } from "./revision-list.tsx";
import { useRestore } from "./use-restore.tsx";

export const meta: MetaFunction = ({ params }) => [
  { title: `History of ${params["environment"] ?? ""} · Guidon` },
];
export const handle: CrumbHandle = { crumbs: () => [{ label: "History" }] };

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const { cursor, from, to } = parse(Object.fromEntries(url.searchParams), historyQuery);
  const place = { project: param("project"), environment: param("environment") };
  const page = await listEnvironmentHistory(ctx, { ...place, cursor });
  const comparison =
    from === undefined
      ? undefined
      : await compareMoments(ctx, { ...place, from: { revision: from }, to: { revision: to } });
  return { ...page, later: cursor !== undefined, comparison };
});

export default function EnvironmentHistoryRoute() {
  const { revisions, next, later, comparison } = useLoaded<typeof loader>();
  const { environment: key = "" } = useParams();
  const { project, environments, may } = useProject();
  const [restoring, setRestoring] = useState<number>();
  const close = useCallback(() => setRestoring(undefined), []);
  const environment = environments.find((each) => each.key === key);
  const mayRestore = environment !== undefined && may("targeting.write", environment.id);
  const base = `/projects/${project.key}`;
  const action = `${base}/environments/${key}/restore`;
  const restore = useRestore({ action, environment: environment?.name ?? key, onDone: close });
  const toFlag = (flag: string) => `${base}/flags/${flag}/history/${key}`;
  return (
    <div className="grid gap-4">
      <PageHeader
        title="History"
        note={`What changed in ${environment?.name ?? key}, and what it served at any time.`}
      />
      <EnvironmentTabs
        tabs={environments.map((each) => ({
          ...{ key: each.key, name: each.name, to: `${base}/history/${each.key}` },
          words: `revision ${each.revision}`,
        }))}
      />
      {comparison !== undefined && (
        <ComparePanel
          comparison={comparison}
          revisions={revisions.map(({ revision }) => revision)}
          to={toFlag}
        />
      )}
      {revisions.length === 0 ? (
        <Panel>
          <EmptyState icon={<History aria-hidden />} title="Nothing published yet">
            Each change to what {environment?.name ?? key} serves becomes a revision and appears here.
          </EmptyState>
        </Panel>
      ) : (
        <RevisionList
          revisions={revisions}
          live={environment?.revision}
          renderActions={({ revision }) => (
            <>
              <Button asChild size="sm" tone="ghost">
                <Link to={`?from=${revision}`}>
                  <GitCompareArrows aria-hidden />
                  Compare
                </Link>
              </Button>
              {mayRestore && (
                <Button size="sm" onClick={() => setRestoring(revision)}>
                  <Undo2 aria-hidden />
                  Restore
                  <span className="sr-only">revision {revision}</span>
                </Button>
              )}
            </>
          )}
        >
          {({ documents, more, revision }) => (
            <div className="mt-2.5">
              <DocumentChanges documents={documents} to={toFlag} />
              {more > 0 && (
                <p className="mt-2 text-sm">
                  <Link
                    to={`?from=${revision - 1}&to=${revision}`}
                    className="rounded-sm text-accent hover:underline underline-offset-3"
                  >
                    and {more} more
                  </Link>
                </p>
              )}
            </div>
          )}
        </RevisionList>
      )}
      <PageLinks next={next} later={later} />
      {restoring !== undefined && environment !== undefined && (
        <RestoreDialog
          subject={environment.name}
          environment={environment.name}
          revision={restoring}
          versions={{
            targeting: String(environment.revision),
            definitions: String(environment.revision),
          }}
          mayDefine={may("flag.write") && environments.every(({ id }) => may("targeting.write", id))}
          action={action}
          restoring={restore}
          onClose={close}
        />
      )}
    </div>
  );
}
