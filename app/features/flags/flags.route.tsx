import type { MetaFunction } from "@remix-run/node";
import { Link, useSearchParams } from "@remix-run/react";
import { Plus, SearchX } from "lucide-react";
import { z } from "zod";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { useLiveRefresh } from "#app/pages/live.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { FirstFlag } from "./first-flag.tsx";
import { FlagFilters } from "./flag-filters.tsx";
import { flagKinds } from "./flag.ts";
import { FlagsTable } from "./flags-table.tsx";
import { listFlags } from "./list-flags.server.ts";

export const meta: MetaFunction = () => [{ title: "Flags · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Flags" }] };

const empty = (value: unknown) => (value === "" ? undefined : value);
const query = z.object({
  search: z.preprocess(empty, z.string().max(200).optional()),
  kind: z.preprocess(empty, z.enum(flagKinds).optional()),
  archived: z.preprocess(empty, z.stringbool().optional()),
  cursor: z.string().optional(),
});

export const loader = pageLoader(async ({ ctx, url, param, origin }) => {
  const asked = parse(Object.fromEntries(url.searchParams), query);
  const found = await listFlags(ctx, {
    project: param("project"),
    ...asked,
    archived: asked.archived ?? false,
  });
  const { search = "", kind = "", archived = false, cursor } = asked;
  return { ...found, origin, asked: { search, kind, archived }, later: cursor !== undefined };
});

export default function Flags() {
  const { flags, total, next, asked, later, origin } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  useLiveRefresh();
  const base = `/projects/${project.key}`;
  const [params] = useSearchParams();
  const mayWrite = may("flag.write");
  const narrowed = asked.search !== "" || asked.kind !== "" || asked.archived || later;
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Flags"
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
      {(total > 0 || narrowed) && <FlagFilters {...asked} total={total} />}
      <Panel flush>
        {flags.length > 0 ? (
          <FlagsTable base={base} environments={environments} flags={flags} />
        ) : narrowed ? (
          <EmptyState icon={<SearchX aria-hidden />} title="No flag fits">
            Nothing has this in its key, name or tags. Archived flags are found only when asked for.
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
