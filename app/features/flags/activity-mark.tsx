import { fullCount, shortCount } from "#app/ui/count.ts";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { Spark } from "#app/ui/spark.tsx";

export interface FlagActivity {
  readonly total: number;
  /** Of each of the last 24 hours, the oldest first. */
  readonly hours: readonly number[];
}

/** How often a flag was evaluated within a day; undefined while that is being counted. */
export function ActivityMark({ activity }: { readonly activity: FlagActivity | undefined }) {
  if (activity === undefined) return <Skeleton className="w-26 noscript:hidden" />;
  const { total, hours } = activity;
  if (total === 0) return <span className="text-ink-3">—</span>;
  return (
    <span className="flex items-center gap-2.5">
      <Spark values={hours} label="by the hour" />
      <span className="ml-auto text-sm whitespace-nowrap tabular" title={fullCount(total)}>
        {shortCount(total)}
      </span>
    </span>
  );
}
