import type { MetaFunction } from "@remix-run/node";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { FlagHistory } from "./flag-history.tsx";
import { readFlagHistory } from "./read-flag-history.server.ts";
import { useEnvironmentTabs } from "./use-environment-tabs.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `History of ${params["flag"] ?? ""} · Guidon` }];

export const loader = pageLoader(({ ctx, param }) =>
  readFlagHistory(ctx, { project: param("project"), environment: param("environment"), flag: param("flag") }),
);

export default function FlagHistoryRoute() {
  const revisions = useLoaded<typeof loader>();
  return (
    <div className="grid gap-4">
      <EnvironmentTabs tabs={useEnvironmentTabs("history")} />
      <FlagHistory revisions={revisions} />
    </div>
  );
}
