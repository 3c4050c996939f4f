import { Link, useFetcher } from "@remix-run/react";
import { Suspense, useCallback, useEffect, useState } from "react";
import { useProject } from "#app/pages/project-context.tsx";
import { Button } from "#app/ui/button.tsx";
import { lazyPart } from "#app/ui/lazy-part.ts";
import { Panel } from "#app/ui/panel.tsx";
import type { BulkBarProps } from "./bulk-bar.tsx";
import { bulkFlagOf } from "./bulk-flag.ts";
import type { BulkFlag } from "./bulk.ts";
import { FlagsTable } from "./flags-table.tsx";
import { withChosen, type Chosen } from "./list-address.ts";
import type { FlagRow } from "./listed-flag.ts";
import { useActivity } from "./use-activity.tsx";

// Wanted once something is selected.
const BulkBar = lazyPart(() => import("./bulk-bar.tsx").then((part) => part.BulkBar));

export interface FlagsListProps {
  readonly base: string;
  readonly page: {
    readonly flags: readonly FlagRow[];
    readonly total: number;
    readonly offset: number;
  };
  readonly chosen: Chosen;
  readonly onDone: BulkBarProps["onDone"];
}

/** A page of flags, what is selected of them, and the way to the next page. */
export function FlagsList({ base, page, chosen, onDone }: FlagsListProps) {
  const { project, environments, may } = useProject();
  const { flags, total } = page;
  const activity = useActivity(
    project.key,
    flags.map(({ key }) => key),
  );
  const mayWrite = may("flag.write");
  const places = environments.filter(({ id }) => may("targeting.write", id));
  const { selected, select, clear, chosenFlags, selectEvery } = useSelection(base, flags, chosen);
  const every = selected.size > 0 && flags.every(({ key }) => selected.has(key)) && selected.size < total;
  return (
    <>
      <Panel flush>
        <FlagsTable
          base={base}
          environments={environments}
          flags={flags}
          sort={chosen.sort}
          sortedBy={(sort) => withChosen(chosen, { sort })}
          activity={activity}
          selection={mayWrite || places.length > 0 ? { selected, select } : undefined}
        />
      </Panel>
      {selected.size > 0 && (
        <Suspense>
          <BulkBar
            base={base}
            flags={chosenFlags}
            places={places}
            mayWrite={mayWrite}
            more={every ? Math.min(total, mostAtOnce) : undefined}
            onMore={selectEvery}
            onClear={clear}
            onDone={(told, undo) => {
              clear();
              onDone(told, undo);
            }}
          />
        </Suspense>
      )}
      <Pages page={page} chosen={chosen} />
    </>
  );
}

const mostAtOnce = 1000;

/** What is selected, by key: flags of this page as they are now, and of others as they were when all were selected. */
function useSelection(base: string, flags: readonly FlagRow[], chosen: Chosen) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { load, data } = useFetcher<{ readonly flags: readonly BulkFlag[] }>();
  useEffect(() => {
    if (data !== undefined) setSelected(new Set(data.flags.map(({ key }) => key)));
  }, [data]);
  const select = useCallback((keys: readonly string[], yes: boolean) => {
    setSelected((before) => {
      const next = new Set(before);
      for (const key of keys) {
        if (yes) next.add(key);
        else next.delete(key);
      }
      return next;
    });
  }, []);
  const here = flags.map(bulkFlagOf);
  const known = new Map([...(data?.flags ?? []), ...here].map((flag) => [flag.key, flag]));
  return {
    ...{ selected, select },
    clear: () => setSelected(new Set()),
    chosenFlags: [...selected].flatMap((key) => known.get(key) ?? []),
    selectEvery: () => {
      load(`${base}/bulk${withChosen(chosen, {})}`);
    },
  };
}

function Pages({ page, chosen }: Pick<FlagsListProps, "page" | "chosen">) {
  const { offset, flags, total } = page;
  const last = offset + flags.length;
  if (offset === 0 && last >= total) return null;
  const at = chosen.page ?? 1;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      <p className="text-sm text-ink-3 tabular">
        {offset + 1}–{last} of {total}
      </p>
      <div className="ml-auto flex gap-2">
        {offset > 0 && (
          <Button asChild size="sm">
            <Link to={withChosen(chosen, { page: at > 2 ? at - 1 : undefined })} rel="prev">
              Previous
            </Link>
          </Button>
        )}
        {last < total && (
          <Button asChild size="sm">
            <Link to={withChosen(chosen, { page: at + 1 })} rel="next" prefetch="intent">
              Next
            </Link>
          </Button>
        )}
      </div>
    </nav>
  );
}
