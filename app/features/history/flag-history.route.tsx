import type { FlagDocument } from "@guidon/engine";
import type { MetaFunction } from "@remix-run/node";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { FlagHistory } from "./flag-history.tsx";
import { listDocumentHistory } from "./list-document-history.server.ts";
import { useEnvironmentTabs } from "#app/features/flags/use-environment-tabs.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `History of ${params["flag"] ?? ""} · Guidon` }];

export const loader = pageLoader(async ({ ctx, param }) => {
  const place = { project: param("project"), environment: param("environment") };
  const { revisions } = await listDocumentHistory(ctx, { ...place, kind: "flag", key: param("flag") });
  return revisions.map(({ document, ...revision }) => ({
    ...revision,
    document: document as FlagDocument | null,
  }));
});

export default function FlagHistoryRoute() {
  const revisions = useLoaded<typeof loader>();
  return (
    <div className="grid gap-4">
      <EnvironmentTabs tabs={useEnvironmentTabs("history")} />
      <FlagHistory revisions={revisions} />
    </div>
  );
}
