import type { MetaFunction } from "@remix-run/node";
import { Form, Link, useSearchParams } from "@remix-run/react";
import { ScrollText, Search } from "lucide-react";
import { z } from "zod";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Input } from "#app/ui/input.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { AuditList } from "./audit-list.tsx";
import { listAuditEntries } from "./list-audit-entries.server.ts";

export const meta: MetaFunction = () => [{ title: "Audit log · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Audit log" }] };

const query = z.object({
  flag: z
    .string()
    .trim()
    .transform((key) => (key === "" ? undefined : key))
    .optional(),
  cursor: z.string().optional(),
});

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const asked = parse(Object.fromEntries(url.searchParams), query);
  const found = await listAuditEntries(ctx, { project: param("project"), ...asked });
  return { ...found, flag: asked.flag ?? "", later: asked.cursor !== undefined };
});

export default function Audit() {
  const { entries, next, flag, later } = useLoaded<typeof loader>();
  const { project } = useProject();
  const [params] = useSearchParams();
  const older = new URLSearchParams(params);
  older.set("cursor", next ?? "");
  return (
    <div className="grid gap-4">
      <PageHeader title="Audit log" note="Who did what, when and from where. Entries are only ever added." />
      <Form role="search" className="flex flex-wrap gap-2">
        <div className="relative w-full sm:w-75">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3" />
          <Input
            type="search"
            name="flag"
            mono
            aria-label="Only what happened to the flag with this key"
            placeholder="Flag key"
            defaultValue={flag}
            key={flag}
            className="pl-8.5"
          />
        </div>
        <Button type="submit" className="h-9">
          Show
        </Button>
        {flag !== "" && (
          <Button asChild tone="ghost" className="h-9">
            <Link to=".">Clear</Link>
          </Button>
        )}
      </Form>
      <Panel flush>
        {entries.length > 0 ? (
          <AuditList base={`/projects/${project.key}`} entries={entries} />
        ) : (
          <EmptyState
            icon={<ScrollText aria-hidden />}
            title={flag === "" ? "Nothing has happened yet" : "Nothing found"}
          >
            {flag === ""
              ? "Every change to flags, members and keys leaves an entry here."
              : `No entry is about a flag with the key ${flag}.`}
          </EmptyState>
        )}
      </Panel>
      {(next !== null || later) && (
        <nav aria-label="Pages" className="flex justify-end gap-2">
          {later && (
            <Button asChild size="sm">
              <Link to={flag === "" ? "." : `?flag=${encodeURIComponent(flag)}`}>Newest</Link>
            </Button>
          )}
          {next !== null && (
            <Button asChild size="sm">
              <Link to={`?${older.toString()}`}>Older</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}
