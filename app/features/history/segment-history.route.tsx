import type { MetaFunction } from "@remix-run/node";
import { Link, useParams } from "@remix-run/react";
import { History, Undo2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { historyQuery } from "./history-query.ts";
import { listDocumentHistory } from "./list-document-history.server.ts";
import { PageLinks } from "./page-links.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";
import { ChangeLines, RevisionList } from "./revision-list.tsx";
import { useRestore } from "./use-restore.tsx";

export const meta: MetaFunction = ({ params }) => [
  { title: `History of ${params["segment"] ?? ""} · Guidon` },
];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => {
    const base = `/projects/${params["project"] ?? ""}/segments/${params["environment"] ?? ""}`;
    const segment = params["segment"] ?? "";
    return [
      { label: "Segments", to: base },
      { label: segment, to: `${base}/${segment}` },
      { label: "History" },
    ];
  },
};

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const { cursor } = parse(Object.fromEntries(url.searchParams), historyQuery);
  const place = { project: param("project"), environment: param("environment") };
  const only = { kind: "segment", key: param("segment") } as const;
  const { revisions, next } = await listDocumentHistory(ctx, { ...place, ...only, cursor });
  const [newest] =
    cursor === undefined
      ? revisions
      : (await listDocumentHistory(ctx, { ...place, ...only, limit: 1 })).revisions;
  return { revisions, next, later: cursor !== undefined, live: newest?.revision };
});

/** Every published state of a segment: who, when, what and why. */
export default function SegmentHistoryRoute() {
  const { revisions, next, later, live } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  const { environment = "", segment = "" } = useParams();
  const only = useMemo(() => ({ kind: "segment", key: segment }) as const, [segment]);
  const [restoring, setRestoring] = useState<number>();
  const close = useCallback(() => setRestoring(undefined), []);
  const here = environments.find(({ key }) => key === environment);
  const mayRestore = here !== undefined && may("segment.write", here.id);
  const action = `/projects/${project.key}/environments/${environment}/restore`;
  const restore = useRestore({ action, environment: here?.name ?? environment, onDone: close });
  return (
    <div className="grid gap-4">
      <PageHeader
        title={`History of ${segment}`}
        note="Long lists are named by their revision, count and digest."
        actions={
          <Button asChild>
            <Link to={`/projects/${project.key}/segments/${environment}/${segment}`}>To the segment</Link>
          </Button>
        }
      />
      {revisions.length === 0 ? (
        <Panel>
          <EmptyState icon={<History aria-hidden />} title="Nothing published yet" />
        </Panel>
      ) : (
        <RevisionList
          revisions={revisions}
          live={live}
          renderActions={({ revision, document }) =>
            mayRestore &&
            document !== null && (
              <Button size="sm" onClick={() => setRestoring(revision)}>
                <Undo2 aria-hidden />
                Restore
                <span className="sr-only">revision {revision}</span>
              </Button>
            )
          }
        >
          {({ changes, document }) => (
            <>
              <ChangeLines changes={changes} none="No change to this segment" />
              {document !== null && (
                <details className="mt-2.5 text-sm">
                  <summary className="inline-block cursor-pointer rounded-sm text-accent hover:underline underline-offset-3">
                    The document at this revision
                  </summary>
                  <CodeBlock className="mt-2" code={JSON.stringify(document, null, 2)} />
                </details>
              )}
            </>
          )}
        </RevisionList>
      )}
      <PageLinks next={next} later={later} />
      {restoring !== undefined && here !== undefined && (
        <RestoreDialog
          only={only}
          subject={segment}
          environment={here.name}
          revision={restoring}
          versions={{ targeting: String(live), definitions: String(live) }}
          mayDefine={false}
          action={action}
          restoring={restore}
          onClose={close}
        />
      )}
    </div>
  );
}
