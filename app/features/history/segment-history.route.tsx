import type { MetaFunction } from "@remix-run/node";
import { Link, useParams } from "@remix-run/react";
import { History } from "lucide-react";
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
import { ChangeLines, RevisionList } from "./revision-list.tsx";

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
  const live = cursor === undefined ? revisions[0]?.revision : undefined;
  return { revisions, next, later: cursor !== undefined, live };
});

/** Every published state of a segment: who, when, what and why. */
export default function SegmentHistoryRoute() {
  const { revisions, next, later, live } = useLoaded<typeof loader>();
  const { project } = useProject();
  const { environment = "", segment = "" } = useParams();
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
        <RevisionList revisions={revisions} live={live} renderActions={() => undefined}>
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
    </div>
  );
}
