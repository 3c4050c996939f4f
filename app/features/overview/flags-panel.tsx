import { Link } from "@remix-run/react";
import { EnvironmentStateMark } from "#app/features/flags/environment-state.tsx";
import type { EnvironmentState } from "#app/features/flags/flag-view.ts";
import type { FlagRow } from "#app/features/flags/listed-flag.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Panel } from "#app/ui/panel.tsx";

export interface FlagsPanelProps {
  readonly title: string;
  /** What is said where there are none. */
  readonly none: string;
  readonly base: string;
  /** Of the list that has them all. */
  readonly all: string;
  readonly flags: readonly FlagRow[];
  readonly total: number;
}

const isRolling = ({ on, killed, rollout }: EnvironmentState) => on && !killed && rollout !== null;

/** A few flags that have something in common, and the way to all of them. */
export function FlagsPanel({ title, none, base, all, flags, total }: FlagsPanelProps) {
  const { environments } = useProject();
  const [first] = environments;
  return (
    <Panel
      title={title}
      flush
      aside={
        total > flags.length && (
          <Link
            to={`${base}/flags?${all}`}
            className="text-sm text-accent underline-offset-3 hover:underline"
          >
            All {total}
          </Link>
        )
      }
    >
      {flags.length === 0 ? (
        <p className="px-4 py-3.5 text-sm text-ink-2">{none}</p>
      ) : (
        <ul>
          {flags.map((flag) => (
            <li
              key={flag.key}
              className="relative flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-sunken/60"
            >
              <Link
                to={`${base}/flags/${flag.key}${first === undefined ? "" : `/targeting/${first.key}`}`}
                prefetch="intent"
                className="min-w-0 flex-1 truncate font-[550] after:absolute after:inset-0"
              >
                {flag.name}
              </Link>
              {environments
                .map(({ key, name }) => ({
                  name,
                  state: flag.environments.find((state) => state.key === key),
                }))
                .filter(({ state }) => state !== undefined && isRolling(state))
                .map(({ name, state }) => (
                  <span key={name} className="flex shrink-0 items-center gap-2 text-sm text-ink-2">
                    {name}
                    <EnvironmentStateMark state={state} />
                  </span>
                ))}
              <span className="relative text-xs whitespace-nowrap text-ink-3 max-sm:hidden">
                <Time at={flag.updatedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
