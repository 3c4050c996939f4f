import { Link } from "@remix-run/react";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { unbroken } from "#app/ui/unbroken.ts";

export interface RecentChange {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: string;
  readonly environment: string | null;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly words: string;
  readonly comment: string;
}

/** Who did what last, and the way to the whole log. */
export function RecentChanges({
  base,
  changes,
}: {
  readonly base: string;
  readonly changes: readonly RecentChange[];
}) {
  return (
    <Panel
      title="Changed lately"
      flush
      aside={
        <Link to={`${base}/audit`} className="text-sm text-accent underline-offset-3 hover:underline">
          Audit log
        </Link>
      }
    >
      <ol>
        {changes.map((change) => (
          <li key={change.sequence} className="grid gap-0.5 border-b border-line px-4 py-2.5 last:border-b-0">
            <p className="flex items-baseline gap-x-2">
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                {change.subject.kind === "flag" ? (
                  <Link
                    to={`${base}/flags/${change.subject.key}`}
                    className="rounded-sm underline-offset-3 hover:underline"
                  >
                    {unbroken(change.words)}
                  </Link>
                ) : (
                  unbroken(change.words)
                )}
              </span>
              <span className="shrink-0 text-xs text-ink-3 tabular">
                <Time at={change.at} />
              </span>
            </p>
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
              {change.actor}
              {change.environment !== null && (
                <Chip tone={change.environment === "production" ? "strong" : "plain"}>
                  {change.environment}
                </Chip>
              )}
              {/* What nobody gave a reason for has the summary in its place. */}
              {change.comment !== "" && !change.words.startsWith(change.comment) && (
                <span className="min-w-0 [overflow-wrap:anywhere]">“{change.comment}”</span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
