import { Lock, LockOpen, X } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Dot } from "#app/ui/dot.tsx";
import { PercentInput } from "#app/ui/percent-input.tsx";
import { formatPercent, percentOf, sizeOf } from "./split-shares.ts";

export interface ShareRowProps {
  readonly name: string;
  readonly hue: Parameters<typeof Dot>[0]["hue"];
  readonly size: number;
  /** Neither gives nor takes when others change. */
  readonly locked: boolean;
  /** It is the only one, and so the whole. */
  readonly alone: boolean;
  readonly onChange: (size: number) => void;
  readonly onLock: () => void;
  readonly onRemove: () => void;
}

/** One share of a split, by slider and by number. */
export function ShareRow(props: ShareRowProps) {
  const { name, hue, size, locked, alone, onChange, onLock, onRemove } = props;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,9rem)_minmax(0,1fr)_auto]">
      <span className="flex min-w-0 items-center gap-2 text-sm">
        <Dot hue={hue} />
        <span className="truncate" title={name}>
          {name}
        </span>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        aria-label={`Share of ${name}`}
        aria-valuetext={formatPercent(size)}
        value={percentOf(size)}
        disabled={locked || alone}
        className="w-full accent-accent max-sm:order-last max-sm:col-span-2"
        onChange={(event) => {
          onChange(sizeOf(Number(event.target.value)));
        }}
      />
      <span className="flex items-center gap-0.5">
        <PercentInput
          label={`Share of ${name} in percent`}
          percent={percentOf(size)}
          disabled={locked || alone}
          onChange={(percent) => onChange(sizeOf(percent))}
        />
        <Button
          tone="ghost"
          size="icon-sm"
          aria-pressed={locked}
          aria-label={`Lock the share of ${name}`}
          title={locked ? "Locked: others leave it alone" : "Lock: others leave it alone"}
          className="aria-pressed:text-accent"
          disabled={alone}
          onClick={onLock}
        >
          {locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
        </Button>
        <Button
          tone="ghost"
          size="icon-sm"
          aria-label={`Take ${name} out of the split`}
          disabled={alone || locked}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </span>
    </div>
  );
}
