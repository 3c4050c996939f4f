import { Bar } from "#app/ui/bar.tsx";
import { fullCount } from "#app/ui/count.ts";
import { Dot } from "#app/ui/dot.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { shareWords, type Served } from "./outcomes.ts";
import { variantHue, type Variants } from "./variant-mark.tsx";

export interface ServedPanelProps {
  readonly flag: Variants;
  readonly environment: { readonly name: string };
  /** Undefined while it is being counted. */
  readonly served: Served | undefined;
}

/** Which variant was served how often within a day. */
export function ServedPanel({ flag, environment, served }: ServedPanelProps) {
  return (
    <Panel
      title="Served"
      note="within 24 hours"
      aside={
        served !== undefined &&
        served.total > 0 && (
          <span className="text-sm text-ink-2 tabular">
            {served.total === 1 ? "once" : `${fullCount(served.total)} times`}
          </span>
        )
      }
      bodyClassName="grid gap-2.5"
    >
      {served === undefined ? (
        <Skeleton className="h-5 w-full noscript:hidden" />
      ) : served.total === 0 ? (
        <p className="text-sm text-ink-2">
          No program has asked for it in {environment.name}, as far as anybody counted.
        </p>
      ) : (
        <>
          <Bar
            parts={served.variants.map(({ variant, percent }) => ({
              label: variant ?? "the caller's default",
              percent: Math.round(percent * 10) / 10,
              hue: variant === null ? "v0" : variantHue(flag, variant),
            }))}
          />
          <ul className="grid gap-1 text-sm">
            {served.variants.map(({ variant, count, percent }) => (
              <li key={variant ?? ""} className="flex items-center gap-2">
                <Dot hue={variant === null ? "off" : variantHue(flag, variant)} />
                <span className="min-w-0 truncate">{variant ?? <i>the caller's default</i>}</span>
                <span className="ml-auto text-ink-3 tabular">{fullCount(count)}</span>
                <span className="w-16 text-right font-[550] tabular">{shareWords(percent)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
