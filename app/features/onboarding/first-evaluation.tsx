import { Link } from "@remix-run/react";
import { PartyPopper } from "lucide-react";
import { useActivity } from "#app/features/flags/use-activity.tsx";
import { useProject } from "#app/pages/project-context.tsx";
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
  const { project } = useProject();
  const key = flag?.key;
  const activity = useActivity(project.key, key === undefined ? [] : [key], askMs);
  const total = activity.get(key ?? "")?.total ?? 0;
  const arrived = total > 0;
  return (
    <Step number={3} title="See the first evaluation arrive" done={arrived}>
      <div role="status" className="flex items-center gap-2.5 text-ink-2">
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
            <Dot hue="off" className="shrink-0 animate-shimmer" />
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
