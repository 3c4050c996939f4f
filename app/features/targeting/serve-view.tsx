import type { Gate, Serve, Split } from "@guidon/engine";
import { Bar, type BarPart } from "#app/ui/bar.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Dot } from "#app/ui/dot.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { entering, formatPercent, percentOf, sharesOf, WHOLE } from "./split-shares.ts";
import { VariantMark, variantHue, type Variants } from "./variant-mark.tsx";

export interface ServeViewProps {
  readonly flag: Variants;
  readonly serve: Serve;
  /** What becomes of those who get nothing of a split, in words. */
  readonly rest: string;
}

/** What is served, to read. */
export function ServeView({ flag, serve, rest }: ServeViewProps) {
  if ("variant" in serve) {
    return (
      <p className="flex flex-wrap items-center gap-2 text-ink-2">
        serve <VariantMark flag={flag} variant={serve.variant} />
      </p>
    );
  }
  const { split } = serve;
  if (split.hash !== undefined) return <ForeignSplit flag={flag} split={split} rest={rest} />;
  const shares = sharesOf(
    split.slices,
    flag.variants.map((variant) => variant.key),
  ).filter((share) => share.size > 0);
  return (
    <>
      <SplitSentence split={split} rest={rest} />
      <Bar parts={splitBar(flag, split)} />
      <dl className="grid gap-1 text-sm">
        {shares.map(({ variant, size }) => (
          <div key={variant ?? ""} className="flex items-center gap-2">
            <dt className="flex items-center gap-2">
              <Dot hue={variant === null ? "off" : variantHue(flag, variant)} />
              {variant ?? <i className="text-ink-2">{rest}</i>}
            </dt>
            <dd className="ml-auto tabular">{formatPercent(size)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A split that buckets as the system did which it was imported from: its ranges are in that system's units. */
function ForeignSplit({ flag, split, rest }: SplitProps & { readonly flag: Variants }) {
  return (
    <>
      <SplitSentence split={split} rest={rest} />
      <p className="text-sm text-ink-2">
        Bucketed as in the system it was imported from ({split.hash?.digest}), so that nobody changes variant.
        The ranges are that system’s; they are changed through the API.
      </p>
      <ul className="grid gap-1 text-sm">
        {split.slices.map(([variant, from, to]) => (
          <li key={`${variant}:${from}`} className="flex items-center gap-2">
            <Dot hue={variantHue(flag, variant)} />
            {variant}
            <span className="ml-auto tabular">
              {from} – {to}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface SplitProps {
  readonly split: Split;
  readonly rest: string;
}

function SplitSentence({ split, rest }: SplitProps) {
  const gates = split.gates ?? [];
  return (
    <p className="leading-8 text-ink-2">
      split by <Pill mono>{split.by.join(", else ")}</Pill>
      {gates.map((gate) => (
        <GateWords key={`${gate.kind}:${gate.seed}`} gate={gate} />
      ))}
      {gates.length > 0 && `; the rest ${split.otherwise === undefined ? rest : `gets ${split.otherwise}`}`}{" "}
      {split.experiment !== undefined && <Chip tone="accent">experiment: {split.experiment.key}</Chip>}
    </p>
  );
}

function GateWords({ gate }: { readonly gate: Gate }) {
  const whole = gate.hash?.reduce.size ?? WHOLE;
  const inside = gate.ranges.reduce((sum, [from, to]) => sum + to - from, 0) / whole;
  const share = (
    <Pill className="whitespace-nowrap">
      {formatPercent(Math.round((gate.kind === "holdout" ? 1 - inside : inside) * WHOLE))}
    </Pill>
  );
  switch (gate.kind) {
    case "traffic":
      return <> among {share} of matching traffic</>;
    case "layer":
      return <> in {share} of a layer</>;
    case "holdout":
      return <> with {share} held out</>;
  }
}

/** The shares as they are of all who match: whoever does not pass the traffic gates is the rest. */
export function splitBar(flag: Variants, split: Split): BarPart[] {
  const part = entering(split) / WHOLE;
  const shares = sharesOf(
    split.slices,
    flag.variants.map((variant) => variant.key),
  );
  const inside = shares.map(({ variant, size }): BarPart => ({
    label: variant ?? "goes on",
    percent: percentOf(size * part),
    hue: variant === null ? "rest" : variantHue(flag, variant),
  }));
  return part === 1
    ? inside
    : [...inside, { label: "others", percent: percentOf((1 - part) * WHOLE), hue: "rest" }];
}
