import type { MetaFunction } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { Flag } from "lucide-react";
import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { rowOf } from "#app/features/flags/listed-flag.ts";
import { readFlagSummary } from "#app/features/flags/read-flag-summary.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { useLiveRefresh } from "#app/pages/live.tsx";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { DuePanel } from "./due-panel.tsx";
import { EnvironmentCard } from "./environment-card.tsx";
import { FlagsPanel } from "./flags-panel.tsx";
import { FlagTiles } from "./flag-tiles.tsx";
import { readDue } from "./read-due.server.ts";
import { readOverview } from "./read-overview.server.ts";
import { RecentChanges } from "./recent-changes.tsx";

export const meta: MetaFunction = () => [{ title: "Overview · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Overview" }] };

const shown = 5;
const dueShown = 6;
const changesShown = 8;

export const loader = pageLoader(async ({ ctx, param }) => {
  const project = param("project");
  const { id: projectId } = await locateProject(ctx, project, "flag.read");
  const list = async (filter: Partial<Parameters<typeof listFlags>[1]>) => {
    const { flags, total } = await listFlags(ctx, { project, limit: shown, ...filter });
    return { flags: flags.map(rowOf), total };
  };
  const [environments, summary, due, rolling, stale, changes] = await Promise.all([
    readOverview(ctx, { project }),
    readFlagSummary(ctx, { project }),
    readDue(ctx, { project, limit: dueShown }),
    list({ state: "rolling" }),
    // Those that nobody has touched for longest come first.
    list({ lifecycle: "stale", sort: "updatedAt" }),
    can(ctx.actor, "audit.read", { projectId })
      ? listAuditEntries(ctx, { project, limit: changesShown }).then(({ entries }) =>
          entries.map(({ sequence, at, actor, environment, subject, summary: words, comment }) => ({
            ...{ sequence, at, environment, subject, words, comment, actor: actor.name },
          })),
        )
      : null,
  ]);
  return { environments, summary, due, rolling, stale, changes };
});

/** What a project does now, what changed lately and what wants somebody's care. */
export default function Overview() {
  const { environments, summary, due, rolling, stale, changes } = useLoaded<typeof loader>();
  const { project } = useProject();
  useLiveRefresh();
  const base = `/projects/${project.key}`;
  return (
    <div className="grid gap-5">
      <PageHeader title={project.name} note="What it serves now, what changed lately and what wants care." />
      {summary.total === 0 ? (
        <Panel flush>
          <EmptyState
            icon={<Flag aria-hidden />}
            title="Nothing is served yet"
            action={
              <Button asChild tone="primary">
                <Link to={`${base}/start`}>Get started, step by step</Link>
              </Button>
            }
          >
            Once there are flags, their states, the programs that ask for them and the latest changes stand
            here.
          </EmptyState>
        </Panel>
      ) : (
        <FlagTiles base={base} summary={summary} />
      )}
      <section aria-label="Environments" className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {environments.map((environment) => (
          <EnvironmentCard key={environment.key} base={base} environment={environment} />
        ))}
      </section>
      <div
        className={clsx(
          "grid items-start gap-4",
          summary.total > 0 && "xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]",
        )}
      >
        {changes !== null && <RecentChanges base={base} changes={changes} />}
        {summary.total > 0 && (
          <div className="grid gap-4">
            <DuePanel base={base} due={due} expired={summary.expired} />
            <FlagsPanel
              title="Rolling out now"
              none="No flag gives a part of everybody something else."
              base={base}
              all="state=rolling"
              {...rolling}
            />
            <FlagsPanel
              title="Stale"
              none="No release or experiment has given everybody the same for a month."
              base={base}
              all="show=stale"
              {...stale}
            />
          </div>
        )}
      </div>
    </div>
  );
}
