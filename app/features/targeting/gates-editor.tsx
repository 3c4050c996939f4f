import type { Gate, GateKind, Range, Split } from "@guidon/engine";
import { Plus, X } from "lucide-react";
import { RangesInput } from "#app/features/conditions/ranges-input.tsx";
import { messageAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { FieldError } from "#app/ui/field.tsx";
import { Menu, MenuItem } from "#app/ui/menu.tsx";
import { PercentInput } from "#app/ui/percent-input.tsx";
import { Select } from "#app/ui/select.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import { SeedInput } from "./seed-input.tsx";
import { percentOf, sizeOf, WHOLE } from "./split-shares.ts";
import type { Variants } from "./variant-mark.tsx";

export interface GatesEditorProps {
  readonly flag: Variants;
  readonly split: Split;
  /** What becomes of those who do not enter, where nothing else is said. */
  readonly rest: string;
  /** With pointers from the gates. */
  readonly problems: readonly FieldProblem[];
  readonly newSeed: () => number;
  readonly onChange: (split: Split) => void;
}

const adding: Readonly<Record<GateKind, string>> = {
  traffic: "Traffic: only a share of those who match",
  layer: "Layer: a slice of a draw that several share",
  holdout: "Holdout: keep a share out",
};

/** Who enters a split at all, each gate a sentence; and what the others get. */
export function GatesEditor({ flag, split, rest, problems, newSeed, onChange }: GatesEditorProps) {
  const gates = split.gates ?? [];
  const set = (next: readonly Gate[]) => {
    const { gates: _, otherwise, ...bare } = split;
    onChange(
      next.length === 0 ? bare : { ...bare, gates: next, ...(otherwise === undefined ? {} : { otherwise }) },
    );
  };
  const add = (kind: GateKind) => {
    const ranges: Range[] = kind === "holdout" ? [[5_000, WHOLE]] : [[0, 50_000]];
    set([...gates, { kind, by: split.by, seed: newSeed(), ranges }]);
  };
  return (
    <div className="grid gap-2">
      {gates.map((gate, index) => (
        // Two gates may be alike; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className="grid gap-1">
          <div className="flex flex-wrap items-center gap-2 rounded-md bg-sunken px-2.5 py-2 text-ink-2">
            <GateSentence
              gate={gate}
              label={`gate ${index + 1}`}
              onChange={(next) => set(gates.with(index, next))}
            />
            <Button
              tone="ghost"
              size="icon-sm"
              className="ml-auto"
              aria-label={`Remove gate ${index + 1}`}
              onClick={() => set(gates.toSpliced(index, 1))}
            >
              <X aria-hidden />
            </Button>
          </div>
          {messageAt(problems, `/${index}`) !== undefined && (
            <FieldError>{messageAt(problems, `/${index}`)}</FieldError>
          )}
        </div>
      ))}
      {gates.length > 0 && (
        <p className="flex flex-wrap items-center gap-2 text-ink-2">
          Who does not enter
          <Select
            compact
            aria-label="What those get who do not enter"
            value={split.otherwise ?? ""}
            onChange={(event) => {
              const { otherwise: _, ...bare } = split;
              const { value } = event.target;
              onChange(value === "" ? bare : { ...bare, otherwise: value });
            }}
          >
            <option value="">{rest}</option>
            {flag.variants.map(({ key }) => (
              <option key={key} value={key}>
                gets {key}
              </option>
            ))}
          </Select>
        </p>
      )}
      <Menu
        label="Add a gate"
        trigger={
          <Button size="sm" tone="ghost" className="justify-self-start">
            <Plus aria-hidden />
            Limit who enters
          </Button>
        }
      >
        {(Object.keys(adding) as GateKind[]).map((kind) => (
          <MenuItem key={kind} onSelect={() => add(kind)}>
            {adding[kind]}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

interface GateSentenceProps {
  readonly gate: Gate;
  readonly label: string;
  readonly onChange: (gate: Gate) => void;
}

function GateSentence({ gate, label, onChange }: GateSentenceProps) {
  const ranges = (
    <RangesInput
      label={`Share of ${label}`}
      ranges={gate.ranges}
      onChange={(next) => onChange({ ...gate, ranges: next })}
    />
  );
  const by = (
    <TokenInput
      label={`Attributes to draw by in ${label}`}
      tokens={gate.by.filter((path) => path !== "")}
      placeholder="targetingKey"
      className="w-auto min-w-36"
      onChange={(next) => onChange({ ...gate, by: next })}
    />
  );
  const seed = (
    <SeedInput
      label={`Seed of ${label}`}
      seed={gate.seed}
      onChange={(next) => onChange({ ...gate, seed: next })}
    />
  );
  if (gate.hash !== undefined)
    return <span>A {gate.kind} gate that draws as the system did which it was imported from.</span>;
  const [only] = gate.ranges;
  switch (gate.kind) {
    case "traffic":
      return (
        <>
          Only {ranges} of those who match enter, drawn by {by}
        </>
      );
    case "layer":
      return (
        <>
          Only {ranges} of the layer with seed {seed} enter, drawn by {by}
        </>
      );
    case "holdout":
      return gate.ranges.length === 1 && only?.[1] === WHOLE ? (
        <>
          <PercentInput
            label={`Share held out by ${label} in percent`}
            percent={percentOf(only[0])}
            onChange={(percent) => onChange({ ...gate, ranges: [[sizeOf(percent), WHOLE]] })}
          />
          are held out by the draw with seed {seed} and stay outside, drawn by {by}
        </>
      ) : (
        <>
          All but those in {ranges} of the draw with seed {seed} are held out, drawn by {by}
        </>
      );
  }
}
