import { Link } from "@remix-run/react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import { EnvironmentStateMark } from "./environment-state.tsx";
import type { FlagView } from "./flag-view.ts";
import { kindWords } from "./flag-words.ts";

export interface FlagsTableProps {
  readonly base: string;
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly flags: readonly FlagView[];
}

export function FlagsTable({ base, environments, flags }: FlagsTableProps) {
  return (
    <Table caption="Flags, last changed first">
      <thead>
        <tr>
          <Th>Flag</Th>
          <Th className="max-lg:hidden">Kind</Th>
          {environments.map((environment) => (
            <Th key={environment.key} className="max-md:hidden">
              <EnvironmentName environment={environment} className="text-2xs" />
            </Th>
          ))}
          <Th className="max-xl:hidden">Owner</Th>
          <Th className="text-right max-sm:hidden">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {flags.map((flag) => (
          <FlagRow key={flag.key} base={base} environments={environments} flag={flag} />
        ))}
      </tbody>
    </Table>
  );
}

function FlagRow({ base, environments, flag }: Omit<FlagsTableProps, "flags"> & { readonly flag: FlagView }) {
  const first = environments[0];
  const to = `${base}/flags/${flag.key}${first === undefined ? "" : `/targeting/${first.key}`}`;
  const stateIn = (key: string) => flag.environments.find((state) => state.key === key);
  return (
    <Tr className="relative">
      <Td className="max-w-90 min-w-0">
        <Link
          to={to}
          prefetch="intent"
          className="font-[570] [overflow-wrap:anywhere] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {flag.name}
        </Link>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3">
          <code className="text-xs [overflow-wrap:anywhere]">{flag.key}</code>
          {flag.archived && <Chip>archived</Chip>}
          {flag.tags.slice(0, 3).map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </div>
        <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 md:hidden">
          {environments.map((environment) => (
            <div key={environment.key} className="flex items-center gap-1.5">
              <dt className="text-xs text-ink-3">{environment.name}</dt>
              <dd>
                <EnvironmentStateMark state={stateIn(environment.key)} />
              </dd>
            </div>
          ))}
        </dl>
      </Td>
      <Td className="max-lg:hidden">
        <Chip>{kindWords[flag.kind].name}</Chip>
      </Td>
      {environments.map((environment) => (
        <Td key={environment.key} className="max-md:hidden">
          <Link
            to={`${base}/flags/${flag.key}/targeting/${environment.key}`}
            className="relative z-10 -mx-1.5 inline-block rounded-md px-1.5 py-0.5 hover:bg-line/60"
          >
            <span className="sr-only">
              {flag.name} in {environment.name}:{" "}
            </span>
            <EnvironmentStateMark state={stateIn(environment.key)} />
          </Link>
        </Td>
      ))}
      <Td className="text-ink-2 max-xl:hidden">{flag.owner ?? <span className="text-ink-3">—</span>}</Td>
      <Td className="text-right text-sm whitespace-nowrap text-ink-3 tabular max-sm:hidden">
        <Time at={flag.updatedAt} />
      </Td>
    </Tr>
  );
}
