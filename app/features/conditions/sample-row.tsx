import type { Sample } from "@guidon/engine";
import { describeCondition } from "@guidon/engine/diff";
import { Input } from "#app/ui/input.tsx";
import type { RowInput } from "./row-input.ts";
import { IsOrNot } from "./is-or-not.tsx";
import { RangesInput } from "./ranges-input.tsx";

/** Who is drawn into a share of everybody. */
export function SampleRow(props: RowInput & { readonly sample: Sample }) {
  const { sample, negated, label, describedBy, onCore } = props;
  const set = (change: Partial<Sample>) =>
    onCore({ kind: "sample", sample: { ...sample, ...change } }, negated);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <IsOrNot
        label={`In or not, in ${label}`}
        negated={negated}
        yes="is in"
        no="is not in"
        onChange={(next) => onCore({ kind: "sample", sample }, next)}
      />
      {sample.hash === undefined ? (
        <RangesInput
          label={`Share of ${label}`}
          ranges={sample.ranges}
          onChange={(ranges) => set({ ranges })}
        />
      ) : (
        <span className="text-sm text-ink-2">{describeCondition({ sample })}</span>
      )}
      <span className="text-ink-2">of everybody, drawn by</span>
      <Input
        compact
        mono
        aria-label={`Attribute to draw by in ${label}`}
        aria-invalid={describedBy === undefined ? undefined : true}
        aria-describedby={describedBy}
        className="w-36"
        spellCheck={false}
        value={sample.by.join(", ")}
        onChange={(event) => set({ by: event.target.value.split(",").map((path) => path.trim()) })}
      />
    </div>
  );
}
