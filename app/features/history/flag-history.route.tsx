import type { FlagDocument } from "@guidon/engine";
import type { MetaFunction } from "@remix-run/node";
import { useParams } from "@remix-run/react";
import { useCallback, useMemo, useState } from "react";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import { useFlag } from "#app/features/flags/flag-context.tsx";
import { useEnvironmentTabs } from "#app/features/flags/use-environment-tabs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { compareMoments } from "./compare-moments.server.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { FlagHistory } from "./flag-history.tsx";
import { historyQuery } from "./history-query.ts";
import { listDocumentHistory } from "./list-document-history.server.ts";
import { PageLinks } from "./page-links.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";
import { useRestore } from "./use-restore.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `History of ${params["flag"] ?? ""} · Guidon` }];

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const { cursor, from, to } = parse(Object.fromEntries(url.searchParams), historyQuery);
  const place = { project: param("project"), environment: param("environment") };
  const only = { kind: "flag", key: param("flag") } as const;
  const { revisions, next } = await listDocumentHistory(ctx, { ...place, ...only, cursor });
  const [newest] =
    cursor === undefined
      ? revisions
      : (await listDocumentHistory(ctx, { ...place, ...only, limit: 1 })).revisions;
  const comparison =
    from === undefined
      ? undefined
      : await compareMoments(ctx, { ...place, from: { revision: from }, to: { revision: to }, only });
  return {
    revisions: revisions.map(({ document, ...revision }) => ({
      ...revision,
      document: document as FlagDocument | null,
    })),
    ...{ next, later: cursor !== undefined, live: newest?.revision, comparison },
  };
});

export default function FlagHistoryRoute() {
  const { revisions, next, later, live, comparison } = useLoaded<typeof loader>();
  const { environment: key = "" } = useParams();
  const { project, environments, may } = useProject();
  const flag = useFlag();
  const only = useMemo(() => ({ kind: "flag", key: flag.key }) as const, [flag.key]);
  const [restoring, setRestoring] = useState<number>();
  const close = useCallback(() => setRestoring(undefined), []);
  const environment = environments.find((each) => each.key === key);
  const mayRestore = environment !== undefined && may("targeting.write", environment.id);
  const action = `/projects/${project.key}/environments/${key}/restore`;
  const restore = useRestore({ action, environment: environment?.name ?? key, onDone: close });
  const version = flag.environments.find((state) => state.key === key)?.version;
  return (
    <div className="grid gap-4">
      <EnvironmentTabs tabs={useEnvironmentTabs("history")} />
      {comparison !== undefined && (
        <ComparePanel
          comparison={comparison}
          revisions={revisions.map(({ revision }) => revision)}
          hideKeys
        />
      )}
      <FlagHistory
        revisions={revisions}
        live={live}
        onRestore={mayRestore && !flag.archived ? setRestoring : undefined}
      />
      <PageLinks next={next} later={later} />
      {restoring !== undefined && environment !== undefined && (
        <RestoreDialog
          only={only}
          subject={flag.name}
          environment={environment.name}
          revision={restoring}
          versions={{ targeting: String(version), definitions: flag.version }}
          mayDefine={may("flag.write") && environments.every(({ id }) => may("targeting.write", id))}
          action={action}
          restoring={restore}
          onClose={close}
        />
      )}
    </div>
  );
}
