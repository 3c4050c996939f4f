import { Link } from "@remix-run/react";
import { CalendarClock, Clock, KeyRound, type LucideIcon } from "lucide-react";
import { Chip } from "#app/ui/chip.tsx";
import { Time, useNow } from "#app/ui/clock.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { Due } from "./due.ts";

export interface DuePanelProps {
  readonly base: string;
  readonly due: readonly Due[];
  /** How many flags should be gone already. */
  readonly expired: number;
}

/** What comes by its date: flags to remove, keys that end, rules that wait for a time. */
export function DuePanel({ base, due, expired }: DuePanelProps) {
  const now = useNow();
  return (
    <Panel
      title="Due soon"
      note="within a month"
      flush
      aside={
        expired > 0 && (
          <Link
            to={`${base}/flags?show=expired`}
            className="text-sm text-accent underline-offset-3 hover:underline"
          >
            {expired} past due
          </Link>
        )
      }
    >
      {due.length === 0 ? (
        <p className="px-4 py-3.5 text-sm text-ink-2">
          No flag is to be removed, no key ends and no rule waits for a time.
        </p>
      ) : (
        <ul>
          {due.map((each) => {
            const { id, Icon, name, words, to } = tell(each, base);
            return (
              <li
                key={id}
                className="relative grid grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-4 py-2 last:border-b-0 hover:bg-sunken/60"
              >
                <Icon aria-hidden className="size-4 text-ink-3" />
                <div className="min-w-0">
                  <Link
                    to={to}
                    prefetch="intent"
                    className="block truncate font-[550] after:absolute after:inset-0"
                  >
                    {name}
                  </Link>
                  <p className="text-xs text-ink-3 [overflow-wrap:anywhere]">{words}</p>
                </div>
                {each.at.getTime() < now ? (
                  <Chip tone="warn" className="relative">
                    due <Time at={each.at} />
                  </Chip>
                ) : (
                  <Time at={each.at} className="relative text-sm whitespace-nowrap text-ink-2 tabular" />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

interface Told {
  readonly id: string;
  readonly Icon: LucideIcon;
  readonly name: string;
  readonly words: string;
  readonly to: string;
}

function tell(due: Due, base: string): Told {
  switch (due.what) {
    case "removal":
      return {
        id: `removal ${due.flag}`,
        Icon: CalendarClock,
        name: due.name,
        words: due.owner === null ? "to be removed" : `to be removed by ${due.owner}`,
        to: `${base}/flags/${due.flag}/settings`,
      };
    case "key":
      return {
        id: `key ${due.id}`,
        Icon: KeyRound,
        name: due.name,
        words: `API key of ${due.environment ?? "all environments"} ends`,
        to: `${base}/keys`,
      };
    case "clock": {
      const { kind, key, environment } = due;
      return {
        id: `${kind} ${key} ${environment.key}`,
        Icon: Clock,
        name: key,
        words: `${kind} with a rule whose time comes in ${environment.name}`,
        to:
          kind === "flag"
            ? `${base}/flags/${key}/targeting/${environment.key}`
            : `${base}/segments/${environment.key}/${key}`,
      };
    }
  }
}
