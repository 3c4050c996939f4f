import type { Gate, Slice, Split } from "@guidon/engine";
import { useState } from "react";
import { Bar } from "#app/ui/bar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Dot } from "#app/ui/dot.tsx";
import { Input } from "#app/ui/input.tsx";
import {
  even,
  formatPercent,
  movedBetween,
  percentOf,
  resize,
  reweigh,
  sharesOf,
  sizeOf,
  WHOLE,
  type Share,
} from "./split-shares.ts";
import { splitBar } from "./serve-view.tsx";
import { variantHue, type Variants } from "./variant-mark.tsx";

export interface SplitEditorProps {
  readonly flag: Variants;
  readonly split: Split;
  /** What is saved, if it is a split with the same draw: users moved are counted against it. */
  readonly saved: Split | undefined;
  readonly newSeed: () => number;
  readonly onChange: (split: Split) => void;
}

/** Shares that always make up the whole. What one gains comes from the largest other; nobody moves without need. */
export function SplitEditor({ flag, split, saved, newSeed, onChange }: SplitEditorProps) {
  const shares = sharesOf(
    split.slices,
    flag.variants.map((variant) => variant.key),
  );
  const ground: readonly Slice[] = saved?.seed === split.seed ? saved.slices : split.slices;
  const moved = saved?.seed === split.seed ? movedBetween(saved.slices, split.slices) : 0;
  const set = (next: readonly Share[]) => {
    onChange({ ...split, slices: reweigh(ground, next) });
  };
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2 text-ink-2">
        split by
        <Input
          compact
          mono
          aria-label="Attribute to split by"
          className="w-40"
          spellCheck={false}
          value={split.by.join(", ")}
          onChange={(event) => {
            onChange({ ...split, by: event.target.value.split(",").map((path) => path.trim()) });
          }}
        />
        <TrafficGate split={split} newSeed={newSeed} onChange={onChange} />
      </div>
      <Bar parts={splitBar(flag, split)} />
      <div className="grid gap-1.5">
        {shares.map((share, index) => (
          <ShareRow
            key={share.variant ?? ""}
            name={share.variant ?? "goes on to the next rule"}
            hue={share.variant === null ? "off" : variantHue(flag, share.variant)}
            size={share.size}
            onChange={(size) => {
              set(resize(shares, index, size));
            }}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <Button
          size="sm"
          onClick={() => {
            set(even(shares));
          }}
        >
          Even shares
        </Button>
        <span aria-live="polite" className="tabular">
          {moved > 0 &&
            `Moves ${formatPercent(moved)} of those in the split to another variant, the fewest possible.`}
        </span>
      </div>
    </div>
  );
}

function ShareRow(props: {
  readonly name: string;
  readonly hue: Parameters<typeof Dot>[0]["hue"];
  readonly size: number;
  readonly onChange: (size: number) => void;
}) {
  const { name, hue, size, onChange } = props;
  return (
    <div className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_auto] items-center gap-3">
      <span className="flex min-w-0 items-center gap-2 text-sm">
        <Dot hue={hue} />
        <span className="truncate">{name}</span>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        aria-label={`Share of ${name}`}
        aria-valuetext={formatPercent(size)}
        value={percentOf(size)}
        className="w-full accent-accent"
        onChange={(event) => {
          onChange(sizeOf(Number(event.target.value)));
        }}
      />
      <PercentInput label={`Share of ${name} in percent`} size={size} onChange={onChange} />
    </div>
  );
}

/** While it is typed in, it shows what is typed; otherwise what holds. */
function PercentInput(props: {
  readonly label: string;
  readonly size: number;
  readonly onChange: (size: number) => void;
}) {
  const { label, size, onChange } = props;
  const [typed, setTyped] = useState<string>();
  return (
    <span className="relative inline-block">
      <Input
        compact
        inputMode="decimal"
        aria-label={label}
        className="w-22 pr-6 text-right tabular"
        value={typed ?? String(percentOf(size))}
        onChange={(event) => {
          setTyped(event.target.value);
          const percent = Number(event.target.value.replace(",", "."));
          if (event.target.value.trim() !== "" && percent >= 0 && percent <= 100) onChange(sizeOf(percent));
        }}
        onBlur={() => {
          setTyped(undefined);
        }}
      />
      <span aria-hidden className="pointer-events-none absolute top-1.25 right-2 text-sm text-ink-3">
        %
      </span>
    </span>
  );
}

/** How much of the matching traffic enters the split; only the simple form, from the first bucket on, is edited. */
function TrafficGate({ split, newSeed, onChange }: Pick<SplitEditorProps, "split" | "newSeed" | "onChange">) {
  const gates = split.gates ?? [];
  const traffic = gates.find((gate) => gate.kind === "traffic");
  const [range] = traffic?.ranges ?? [[0, WHOLE] as const];
  if (traffic !== undefined && (traffic.ranges.length !== 1 || range?.[0] !== 0)) {
    return <span>among part of the traffic</span>;
  }
  const set = (size: number) => {
    const others = gates.filter((gate) => gate !== traffic);
    const gate: Gate = {
      kind: "traffic",
      by: traffic?.by ?? split.by,
      seed: traffic?.seed ?? newSeed(),
      ranges: [[0, size]],
    };
    const next = size >= WHOLE ? others : [gate, ...others];
    const { gates: _, ...rest } = split;
    onChange(next.length === 0 ? rest : { ...rest, gates: next });
  };
  return (
    <>
      among
      <PercentInput
        label="Share of the matching traffic in percent"
        size={range?.[1] ?? WHOLE}
        onChange={set}
      />
      of matching traffic{traffic !== undefined && "; the rest goes on"}
    </>
  );
}
