import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { fullCount } from "#app/ui/count.ts";

export interface FlagTilesProps {
  readonly base: string;
  readonly summary: {
    readonly total: number;
    readonly rolling: number;
    readonly killed: number;
    readonly stale: number;
    readonly expired: number;
  };
}

/** The figures of a project; each leads to the flags that it counts. */
export function FlagTiles({ base, summary }: FlagTilesProps) {
  const { total, rolling, killed, stale, expired } = summary;
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile to={`${base}/flags`} label="Flags" count={total} note="not archived" />
      <Tile
        to={`${base}/flags?state=rolling`}
        label="Rolling out"
        count={rolling}
        note="in some environment"
      />
      <Tile
        to={`${base}/flags?state=killed`}
        label="Killed"
        count={killed}
        note={killed === 0 ? "nothing is held back" : "until somebody lifts it"}
        alarm={killed > 0}
      />
      <Tile
        to={`${base}/flags?show=${stale > 0 || expired === 0 ? "stale" : "expired"}`}
        label="To clean up"
        count={stale + expired}
        note={cleanUpWords(stale, expired)}
      />
    </ul>
  );
}

function cleanUpWords(stale: number, expired: number): string {
  if (stale + expired === 0) return "nothing is stale or past due";
  return [stale > 0 && `${stale} stale`, expired > 0 && `${expired} past due`].filter(Boolean).join(", ");
}

function Tile(props: {
  readonly to: string;
  readonly label: string;
  readonly count: number;
  readonly note: string;
  readonly alarm?: boolean;
}) {
  const { to, label, count, note, alarm = false } = props;
  return (
    <li>
      <Link
        to={to}
        prefetch="intent"
        className="block h-full rounded-lg border border-line bg-panel px-4 py-3 shadow-rest transition-colors hover:border-line-strong"
      >
        <span className="block text-sm text-ink-2">{label}</span>
        <span
          className={clsx(
            "block text-2xl font-[650] tracking-[-0.015em] tabular",
            count === 0 ? "text-ink-3" : alarm && "text-kill-ink",
          )}
        >
          {fullCount(count)}
        </span>
        <span className="block text-xs text-ink-3">{note}</span>
      </Link>
    </li>
  );
}
