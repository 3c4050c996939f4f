import { clsx } from "clsx";
import { Link } from "@remix-run/react";

export interface FlagsSummaryProps {
  readonly summary: {
    readonly total: number;
    readonly rolling: number;
    readonly killed: number;
    readonly stale: number;
    readonly expired: number;
  };
}

/** The figures above the list; each leads to the flags that it counts. */
export function FlagsSummary({ summary }: FlagsSummaryProps) {
  const { total, rolling, killed, stale, expired } = summary;
  const figures = [
    { count: rolling, words: "rolling out now", to: "?state=rolling" },
    { count: killed, words: "killed", to: "?state=killed", alarm: true },
    { count: stale, words: "stale", to: "?show=stale" },
    { count: expired, words: "past due", to: "?show=expired" },
  ];
  return (
    <p className="flex flex-wrap gap-x-1.5 tabular">
      <span>{total === 1 ? "1 flag" : `${total} flags`}</span>
      {figures
        .filter(({ count }) => count > 0)
        .map(({ count, words, to, alarm = false }) => (
          <span key={words} className="flex gap-1.5">
            <span aria-hidden>·</span>
            <Link
              to={to}
              className={clsx(
                "rounded-sm underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-current",
                alarm && "font-[550] text-kill-ink",
              )}
            >
              {count} {words}
            </Link>
          </span>
        ))}
    </p>
  );
}
