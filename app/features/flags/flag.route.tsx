import { Outlet, useParams } from "@remix-run/react";
import { Suspense, useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { lazyPart } from "#app/ui/lazy-part.ts";
import { TabLinks } from "#app/ui/tabs.tsx";
import { changeFlag } from "./change-flag.server.ts";
import { FlagProvider } from "./flag-context.tsx";
import { FlagHeader } from "./flag-header.tsx";
import { readFlag } from "./read-flag.server.ts";

const loadKillDialog = () => import("#app/features/targeting/kill-dialog.tsx");
const KillDialog = lazyPart(() => loadKillDialog().then((part) => part.KillDialog));
const CopyDialog = lazyPart(() =>
  import("#app/features/targeting/copy-dialog.tsx").then((part) => part.CopyDialog),
);
const ArchiveDialog = lazyPart(() => import("./archive-dialog.tsx").then((part) => part.ArchiveDialog));

export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Flags", to: `/projects/${params["project"] ?? ""}/flags` },
    { label: params["flag"] ?? "" },
  ],
};

export const loader = pageLoader(({ ctx, param }) =>
  readFlag(ctx, { project: param("project"), flag: param("flag") }),
);

const form = z.object({ archived: z.stringbool(), expectedVersion: z.string() });

export const action = pageAction(async ({ ctx, request, param }) => {
  const change = await readForm(request, form);
  const { archived } = await changeFlag(ctx, { project: param("project"), flag: param("flag"), ...change });
  return { archived };
});

export default function FlagRoute() {
  const flag = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  const params = useParams();
  const { environment = environments[0]?.key ?? "" } = params;
  // Those that it may be copied to.
  const others = environments.filter(({ key, id }) => key !== environment && may("targeting.write", id));
  const here = environments.find(({ key }) => key === environment);
  const mayKill = here !== undefined && !flag.archived && may("flag.kill", here.id);
  const killed = flag.environments.find(({ key }) => key === environment)?.killed === true;
  const base = `/projects/${project.key}/flags/${flag.key}`;
  const [asking, setAsking] = useState<"archive" | "kill" | "copy">();
  const close = useCallback(() => setAsking(undefined), []);
  // Whoever kills a flag waits for nothing: it is fetched behind the page.
  useEffect(() => {
    if (mayKill) loadKillDialog().catch(() => undefined);
  }, [mayKill]);
  return (
    <FlagProvider value={flag}>
      <div className="grid gap-4.5">
        <FlagHeader
          flag={flag}
          mayWrite={may("flag.write")}
          onCopy={
            others.length > 0 && !flag.archived && params.environment !== undefined
              ? () => setAsking("copy")
              : undefined
          }
          onArchive={() => setAsking("archive")}
          kill={mayKill ? { environment: here.name, killed, onAsk: () => setAsking("kill") } : undefined}
        />
        <TabLinks
          label={flag.name}
          tabs={[
            { to: `${base}/targeting/${environment}`, label: "Targeting" },
            { to: `${base}/variants`, label: "Variants" },
            { to: `${base}/history/${environment}`, label: "History" },
            { to: `${base}/settings`, label: "Settings" },
          ]}
        />
        <Outlet />
      </div>
      {asking !== undefined && (
        <Suspense>
          {asking === "archive" && <ArchiveDialog flag={flag} action={base} onClose={close} />}
          {asking === "copy" && here !== undefined && (
            <CopyDialog
              flag={flag}
              from={here}
              others={others.map((each) => ({
                ...each,
                version: flag.environments.find(({ key }) => key === each.key)?.version ?? 0,
              }))}
              base={base}
              onClose={close}
            />
          )}
          {asking === "kill" && mayKill && (
            <KillDialog
              flag={flag}
              environment={here}
              killed={killed}
              action={`${base}/kill/${environment}`}
              onClose={close}
            />
          )}
        </Suspense>
      )}
    </FlagProvider>
  );
}
