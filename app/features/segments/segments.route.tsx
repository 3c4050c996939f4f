import type { MetaFunction } from "@remix-run/node";
import { Form, Link, useParams, useSearchParams } from "@remix-run/react";
import { Plus, Search, SearchX, UsersRound } from "lucide-react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Input } from "#app/ui/input.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { EnvironmentLinks } from "./environment-links.tsx";
import { listSegmentsWithUses } from "./list-segments-with-uses.server.ts";
import { SegmentsTable } from "./segments-table.tsx";

export const meta: MetaFunction = () => [{ title: "Segments · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Segments" }] };

const query = z.object({ search: z.string().max(200).optional(), cursor: z.string().optional() });

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const asked = parse(Object.fromEntries(url.searchParams), query);
  const search = asked.search === "" ? undefined : asked.search;
  const place = { project: param("project"), environment: param("environment") };
  const found = await listSegmentsWithUses(ctx, { ...place, ...asked, search });
  return { ...found, search: search ?? "", later: asked.cursor !== undefined };
});

export default function Segments() {
  const { segments, total, next, search, later } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  const { environment: key = "" } = useParams();
  const [params] = useSearchParams();
  const environment = environments.find((each) => each.key === key);
  const base = `/projects/${project.key}/segments/${key}`;
  const mayWrite = environment !== undefined && may("segment.write", environment.id);
  const create = mayWrite && (
    <Button asChild tone="primary">
      <Link to={`/projects/${project.key}/new-segment/${key}`}>
        <Plus aria-hidden />
        New segment
      </Link>
    </Button>
  );
  const narrowed = search !== "" || later;
  return (
    <div className="grid gap-4">
      <PageHeader title="Segments" note="Audiences to use in the rules of flags." actions={create} />
      <EnvironmentLinks />
      {(total > 0 || narrowed) && (
        <Form method="get" role="search" className="flex flex-wrap items-center gap-2">
          <div className="relative w-full sm:w-75">
            <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
            <Input
              type="search"
              name="search"
              aria-label="Search segments"
              placeholder="Search by name or key"
              defaultValue={search}
              className="pl-8.5"
            />
          </div>
          <span className="text-sm text-ink-3 tabular">
            {total} {total === 1 ? "segment" : "segments"}
          </span>
        </Form>
      )}
      <Panel flush>
        {segments.length > 0 ? (
          <SegmentsTable base={base} segments={segments} />
        ) : narrowed ? (
          <EmptyState icon={<SearchX aria-hidden />} title="No segment fits">
            Nothing has this in its key or name.
          </EmptyState>
        ) : (
          <EmptyState icon={<UsersRound aria-hidden />} title="No segments yet" action={create}>
            A segment says once who belongs together: beta testers, staff, everybody on the pro plan. Rules of
            many flags can then name it, and a list of keys may grow to a million.
          </EmptyState>
        )}
      </Panel>
      {(next !== null || later) && (
        <nav aria-label="Pages" className="flex justify-end gap-2">
          {later && (
            <Button asChild size="sm">
              <Link to={withCursor(params, null)}>First page</Link>
            </Button>
          )}
          {next !== null && (
            <Button asChild size="sm">
              <Link to={withCursor(params, next)}>Next</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}

function withCursor(params: URLSearchParams, cursor: string | null): string {
  const next = new URLSearchParams(params);
  if (cursor === null) next.delete("cursor");
  else next.set("cursor", cursor);
  return `?${next.toString()}`;
}
