import type { DocumentName } from "@guidon/engine";
import { Link } from "@remix-run/react";
import { Flag, UsersRound } from "lucide-react";
import { Panel } from "#app/ui/panel.tsx";

export interface UsesPanelProps {
  /** The address of the project. */
  readonly base: string;
  readonly environment: string;
  readonly uses: readonly DocumentName[];
}

/** The flags and segments that name a segment. */
export function UsesPanel({ base, environment, uses }: UsesPanelProps) {
  return (
    <Panel title="Used by" note={uses.length === 0 ? undefined : String(uses.length)}>
      {uses.length === 0 ? (
        <p className="text-sm text-ink-2">
          Nothing names it here yet. In the rules of a flag, choose “is in segment”.
        </p>
      ) : (
        <ul className="grid gap-1.5 text-sm">
          {uses.map(({ kind, key }) => (
            <li key={`${kind} ${key}`} className="flex items-center gap-2">
              {kind === "flag" ? (
                <Flag aria-label="Flag" className="size-3.5 shrink-0 text-ink-3" />
              ) : (
                <UsersRound aria-label="Segment" className="size-3.5 shrink-0 text-ink-3" />
              )}
              <Link
                to={
                  kind === "flag"
                    ? `${base}/flags/${key}/targeting/${environment}`
                    : `${base}/segments/${environment}/${key}`
                }
                className="min-w-0 rounded-sm font-mono text-xs text-accent [overflow-wrap:anywhere] hover:underline underline-offset-3"
              >
                {key}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
