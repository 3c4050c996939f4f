import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo } from "react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { FollowedLinks, PageLink } from "#app/ui/links.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { ActivityMark, type FlagActivity } from "./activity-mark.tsx";
import { EnvironmentStateMark } from "./environment-state.tsx";
import { FlagBadges } from "./flag-badges.tsx";
import type { FlagSort } from "./flag-order.ts";
import { kindWords, stateWords } from "./flag-words.ts";
import { sortAfter } from "./list-address.ts";
import type { FlagRow } from "./listed-flag.ts";

interface Named {
  readonly key: string;
  readonly name: string;
}

export interface FlagsTableProps {
  readonly base: string;
  readonly environments: readonly Named[];
  readonly flags: readonly FlagRow[];
  readonly sort: FlagSort | undefined;
  readonly sortedBy: (sort: FlagSort) => string;
  /** By key; without it, it is not known yet. */
  readonly activity: ReadonlyMap<string, FlagActivity>;
  /** Undefined where there is nothing that somebody may do with many. */
  readonly selection: Selection | undefined;
}

export interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly select: (keys: readonly string[], selected: boolean) => void;
}

export function FlagsTable(props: FlagsTableProps) {
  const { base, environments, flags, sort, sortedBy, activity, selection } = props;
  const all = selection !== undefined && flags.every(({ key }) => selection.selected.has(key));
  const some = selection !== undefined && flags.some(({ key }) => selection.selected.has(key));
  return (
    <FollowedLinks>
      <Table caption="Flags" stacked>
        <thead>
          <tr>
            {selection !== undefined && (
              <Th className="stack-check w-px pr-0 noscript:hidden">
                <input
                  type="checkbox"
                  aria-label="Select all on this page"
                  checked={all}
                  ref={(box) => {
                    if (box !== null) box.indeterminate = some && !all;
                  }}
                  onChange={() => {
                    selection.select(
                      flags.map(({ key }) => key),
                      !all,
                    );
                  }}
                  className="block size-4 accent-accent"
                />
              </Th>
            )}
            <SortedTh by="name" now={sort} to={sortedBy}>
              Flag
            </SortedTh>
            <Th className="max-lg:hidden">Kind</Th>
            {environments.map((environment) => (
              <Th key={environment.key} className="max-md:hidden">
                <EnvironmentName environment={environment} />
              </Th>
            ))}
            <Th className="max-xl:hidden">Owner</Th>
            <Th className="max-xl:hidden">Evaluations, 24 h</Th>
            <SortedTh
              by="-updatedAt"
              now={sort ?? "-updatedAt"}
              to={sortedBy}
              className="text-right max-md:hidden"
            >
              Changed
            </SortedTh>
          </tr>
        </thead>
        <tbody>
          {flags.map((flag) => (
            <Row
              key={flag.key}
              base={base}
              environments={environments}
              flag={flag}
              activity={activity.get(flag.key)}
              selected={selection?.selected.has(flag.key)}
              select={selection?.select}
            />
          ))}
        </tbody>
      </Table>
    </FollowedLinks>
  );
}

function SortedTh(props: {
  readonly by: "name" | "-updatedAt";
  readonly now: FlagSort | undefined;
  readonly to: (sort: FlagSort) => string;
  readonly className?: string;
  readonly children: string;
}) {
  const { by, now, to, className, children } = props;
  const opposite = sortAfter(by, by);
  const direction = now === by ? "same" : now === opposite ? "opposite" : undefined;
  const descends = (direction === "same") === (by === "-updatedAt");
  return (
    <Th
      className={className}
      aria-sort={direction === undefined ? undefined : descends ? "descending" : "ascending"}
    >
      <Link
        to={to(sortAfter(now, by))}
        replace
        preventScrollReset
        className={clsx(
          "-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink",
          direction !== undefined && "text-ink-2",
        )}
      >
        {children}
        {direction !== undefined &&
          (descends ? (
            <ArrowDown aria-hidden className="size-3" />
          ) : (
            <ArrowUp aria-hidden className="size-3" />
          ))}
      </Link>
    </Th>
  );
}

interface RowProps extends Pick<FlagsTableProps, "base" | "environments"> {
  readonly flag: FlagRow;
  readonly activity: FlagActivity | undefined;
  readonly selected: boolean | undefined;
  readonly select: Selection["select"] | undefined;
}

/** Drawn anew only where something of it is another: with many rows, selecting one must not draw all. */
const Row = memo(function Row(props: RowProps) {
  const { base, environments, flag, activity, selected, select } = props;
  const first = environments[0];
  const to = `${base}/flags/${flag.key}${first === undefined ? "" : `/targeting/${first.key}`}`;
  const stateIn = (key: string) => flag.environments.find((state) => state.key === key);
  const wordsIn = (key: string) => {
    const state = stateIn(key);
    return state === undefined ? "not there" : stateWords(state);
  };
  return (
    <Tr className={clsx("relative", selected === true && "bg-accent-soft/50 hover:bg-accent-soft/70")}>
      {select !== undefined && (
        <Td className="stack-check w-px pr-0 align-top noscript:hidden">
          <label className="relative z-10 -m-2.5 grid cursor-pointer p-2.5 pt-3.25">
            <input
              type="checkbox"
              aria-label={`Select ${flag.name}`}
              checked={selected === true}
              onChange={(event) => {
                select([flag.key], event.target.checked);
              }}
              className="block size-4 accent-accent"
            />
          </label>
        </Td>
      )}
      <Td className="stack-head max-w-90 min-w-0">
        <PageLink to={to} className="row-link">
          {flag.name}
        </PageLink>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3">
          <code className="text-xs [overflow-wrap:anywhere]">{flag.key}</code>
          <FlagBadges flag={flag} />
        </div>
      </Td>
      <Td className="max-lg:hidden">
        <Chip>{kindWords[flag.kind].name}</Chip>
      </Td>
      {environments.map((environment) => (
        <Td key={environment.key} data-label={environment.name} className="stack-part">
          <PageLink
            to={`${base}/flags/${flag.key}/targeting/${environment.key}`}
            aria-label={`${flag.name} in ${environment.name}: ${wordsIn(environment.key)}`}
            className="state-link"
          >
            <EnvironmentStateMark state={stateIn(environment.key)} />
          </PageLink>
        </Td>
      ))}
      <Td className="text-ink-2 max-xl:hidden">{flag.owner ?? <span className="text-ink-3">—</span>}</Td>
      <Td className="max-xl:hidden">
        <ActivityMark activity={activity} />
      </Td>
      <Td className="text-right text-sm whitespace-nowrap text-ink-3 tabular max-md:hidden">
        <Time at={flag.updatedAt} />
      </Td>
    </Tr>
  );
});
