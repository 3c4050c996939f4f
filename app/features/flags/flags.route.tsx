import type { MetaFunction } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { Plus, SearchX } from "lucide-react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { useLiveRefresh } from "#app/pages/live.tsx";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { FirstFlag } from "./first-flag.tsx";
import { FlagFilters } from "./flag-filters.tsx";
import { rowOf } from "./listed-flag.ts";
import { FlagsList } from "./flags-list.tsx";
import { FlagsSummary } from "./flags-summary.tsx";
import { narrowing, pageSize, withChosen } from "./list-address.ts";
import { listFlags } from "./list-flags.server.ts";
import { useBulkUndo } from "./use-bulk-undo.tsx";
import { filterOf, readAddress } from "./read-list-address.ts";
import { readFlagFacets } from "./read-flag-facets.server.ts";
import { readFlagSummary } from "./read-flag-summary.server.ts";

export const meta: MetaFunction = () => [{ title: "Flags · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Flags" }] };

export const loader = pageLoader(async ({ ctx, url, param, origin }) => {
  const project = param("project");
  const chosen = readAddress(url.searchParams);
  const offset = ((chosen.page ?? 1) - 1) * pageSize;
  const [page, facets, summary] = await Promise.all([
    listFlags(ctx, { project, ...filterOf(chosen), limit: pageSize, offset }),
    readFlagFacets(ctx, { project }),
    readFlagSummary(ctx, { project }),
  ]);
  return { page: { ...page, flags: page.flags.map(rowOf), offset }, facets, summary, chosen, origin };
});

export default function Flags() {
  const { page, facets, summary, chosen, origin } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  useLiveRefresh();
  const base = `/projects/${project.key}`;
  const told = useBulkUndo(base);
  const mayWrite = may("flag.write");
  const narrowed = narrowing(chosen) > 0 || chosen.page !== undefined;
  const first = page.total === 0 && !narrowed;
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Flags"
        note={!first && <FlagsSummary summary={summary} />}
        actions={
          mayWrite && (
            <Button asChild tone="primary">
              <Link to={`${base}/new-flag`}>
                <Plus aria-hidden />
                New flag
              </Link>
            </Button>
          )
        }
      />
      {!first && <FlagFilters {...facets} chosen={chosen} environments={environments} total={page.total} />}
      {page.flags.length > 0 ? (
        <FlagsList
          key={withChosen(chosen, { page: chosen.page })}
          base={base}
          page={page}
          chosen={chosen}
          onDone={told}
        />
      ) : (
        <Panel flush>
          {narrowed ? (
            <EmptyState
              icon={<SearchX aria-hidden />}
              title="No flag fits"
              action={
                <Button asChild>
                  <Link to="?">Show all flags</Link>
                </Button>
              }
            >
              Flags are searched by key, name and tag. Archived ones are found under “Archived” alone.
            </EmptyState>
          ) : (
            <FirstFlag
              base={base}
              origin={origin}
              project={project.key}
              mayWrite={mayWrite}
              mayMakeKeys={may("key.write")}
            />
          )}
        </Panel>
      )}
    </div>
  );
}
