import { Link, useFetcher } from "@remix-run/react";
import { PartyPopper } from "lucide-react";
import { useEffect } from "react";
import { Button } from "#app/ui/button.tsx";
import { fullCount } from "#app/ui/count.ts";
import { Dot } from "#app/ui/dot.tsx";
import { Step } from "./step.tsx";
import type { FirstFlagOf } from "./steps.tsx";

const askMs = 2000;

/** Waits for the first evaluation of the flag that anybody counted, wherever it was made. */
export function FirstEvaluation({
  base,
  flag,
}: {
  readonly base: string;
  readonly flag: FirstFlagOf | null;
}) {
  const { load, data } = useFetcher<{ readonly activity: readonly { readonly total: number }[] }>();
  const total = data?.activity[0]?.total ?? 0;
  const arrived = total > 0;
  const key = flag?.key;
  useEffect(() => {
    if (key === undefined || arrived) return undefined;
    const ask = () => {
      if (document.visibilityState === "visible") load(`${base}/activity?flag=${encodeURIComponent(key)}`);
    };
    ask();
    const timer = setInterval(ask, askMs);
    return () => {
      clearInterval(timer);
    };
  }, [arrived, base, key, load]);
  return (
    <Step number={3} title="See the first evaluation arrive" done={arrived}>
      <div role="status" className="flex flex-wrap items-center gap-2.5 text-ink-2">
        {arrived ? (
          <>
            <PartyPopper aria-hidden className="size-5 text-on" />
            <p>
              <strong className="font-[600] text-ink">It is here.</strong> {key} was evaluated{" "}
              {total === 1 ? "once" : `${fullCount(total)} times`} today.
            </p>
          </>
        ) : (
          <>
            <Dot hue="off" className="animate-shimmer" />
            <p>
              {key === undefined
                ? "Nothing to wait for yet."
                : "Waiting. Counts are written every ten seconds, so it takes a moment after your code has run."}
            </p>
          </>
        )}
      </div>
      {arrived && key !== undefined && (
        <div>
          <Button asChild tone="primary">
            <Link to={`${base}/flags/${key}`}>Decide who gets it</Link>
          </Button>
        </div>
      )}
    </Step>
  );
}
