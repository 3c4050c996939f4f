import { Link } from "@remix-run/react";
import { Pencil, Plus } from "lucide-react";
import { Bar } from "#app/ui/bar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Dot, hueAt } from "#app/ui/dot.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { DrawUse } from "./draw-use.ts";
import { slicePartsOf } from "./slice-parts.ts";

export interface ShownDraw {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly by: readonly string[];
  readonly environments: readonly DrawUse[];
}

export interface DrawPanelProps {
  readonly draw: ShownDraw;
  /** The names of environments by their keys. */
  readonly names: ReadonlyMap<string, string>;
  readonly to: (flag: string, environment: string) => string;
}

/** A layer: what each environment's flags have of it, and what is free. */
export function LayerPanel({
  draw,
  holdout,
  names,
  to,
  onSlice,
}: DrawPanelProps & {
  readonly holdout: string | null;
  /** Of an environment where slices may be given: to give one, or to change that of a flag. */
  readonly onSlice: (environment: string) => ((flag?: string) => void) | undefined;
}) {
  return (
    <Panel
      title={draw.name}
      note={<code className="text-xs">{draw.key}</code>}
      aside={
        <>
          {holdout !== null && <Chip tone="warn">without {holdout}</Chip>}
          <Chip>by {draw.by.join(" or ")}</Chip>
        </>
      }
    >
      {draw.description !== "" && <p className="mb-3 text-sm text-ink-2">{draw.description}</p>}
      <ul className="grid gap-4">
        {draw.environments.map(({ environment, free, slices }) => (
          <li key={environment} className="grid gap-2">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
              <span className="font-[550]">{names.get(environment) ?? environment}</span>
              <span className="flex items-center gap-2.5 text-xs text-ink-3 tabular">
                {free} % free
                {onSlice(environment) !== undefined && (
                  <Button size="sm" onClick={() => onSlice(environment)?.()}>
                    <Plus aria-hidden />
                    Give a slice
                    <span className="sr-only">in {names.get(environment) ?? environment}</span>
                  </Button>
                )}
              </span>
            </div>
            <Bar
              parts={slicePartsOf(slices).map(({ flag, percent }) => ({
                label: flag ?? "free",
                percent,
                hue: flag === undefined ? "rest" : hueOf(slices, flag),
              }))}
            />
            {slices.length > 0 && (
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
                {slices.map(({ flag, percent }) => (
                  <li key={flag} className="inline-flex min-w-0 items-center gap-1.5">
                    <Dot hue={hueOf(slices, flag)} />
                    <FlagLink flag={flag} to={to(flag, environment)} />
                    <span className="text-ink-3 tabular">{percent} %</span>
                    {onSlice(environment) !== undefined && (
                      <Button
                        size="sm"
                        tone="ghost"
                        aria-label={`Change the slice of ${flag} in ${names.get(environment) ?? environment}`}
                        onClick={() => onSlice(environment)?.(flag)}
                      >
                        <Pencil aria-hidden />
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A holdout: whom it keeps out, and of what. */
export function HoldoutPanel({ draw, percent, names, to }: DrawPanelProps & { readonly percent: number }) {
  const used = draw.environments.filter(({ slices }) => slices.length > 0);
  return (
    <Panel
      title={draw.name}
      note={<code className="text-xs">{draw.key}</code>}
      aside={
        <>
          <Chip tone="warn">keeps out {percent} %</Chip>
          <Chip>by {draw.by.join(" or ")}</Chip>
        </>
      }
    >
      {draw.description !== "" && <p className="mb-3 text-sm text-ink-2">{draw.description}</p>}
      {used.length === 0 ? (
        <p className="text-sm text-ink-3">It applies to no flag yet.</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {used.map(({ environment, slices }) => (
            <li key={environment} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="w-28 font-[550]">{names.get(environment) ?? environment}</span>
              {slices.map(({ flag }) => (
                <FlagLink key={flag} flag={flag} to={to(flag, environment)} />
              ))}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function FlagLink({ flag, to }: { readonly flag: string; readonly to: string }) {
  return (
    <Link
      to={to}
      className="rounded-sm font-mono text-xs text-accent [overflow-wrap:anywhere] hover:underline underline-offset-3"
    >
      {flag}
    </Link>
  );
}

/** Flags keep off the first colour, which stands for what changes nothing. */
function hueOf(slices: DrawUse["slices"], flag: string) {
  return hueAt(1 + slices.findIndex((slice) => slice.flag === flag));
}
