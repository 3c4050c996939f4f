import type { Range } from "@guidon/engine";
import { Plus, X } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { PercentInput } from "#app/ui/percent-input.tsx";

export interface RangesInputProps {
  readonly label: string;
  readonly ranges: readonly Range[];
  readonly onChange: (ranges: readonly Range[]) => void;
}

/** Buckets in a whole, and in one per cent of it. */
const whole = 100_000;
const perCent = whole / 100;

/** Which buckets are meant: a share from the first one on, or several ranges. */
export function RangesInput({ label, ranges, onChange }: RangesInputProps) {
  const [only] = ranges;
  if (ranges.length === 1 && only?.[0] === 0) {
    return (
      <span className="inline-flex items-center gap-1">
        <PercentInput
          label={`${label} in percent`}
          percent={only[1] / perCent}
          onChange={(percent) => onChange([[0, bucket(percent)]])}
        />
        <AddRange label={label} ranges={ranges} onChange={onChange} />
      </span>
    );
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {ranges.map(([from, to], index) => (
        // Ranges have no name; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <span key={index} className="inline-flex items-center gap-1">
          <PercentInput
            label={`Begin of range ${index + 1} of ${label}`}
            percent={from / perCent}
            onChange={(percent) =>
              onChange(ranges.with(index, [bucket(percent), Math.max(to, bucket(percent))]))
            }
          />
          <span className="text-ink-2">to</span>
          <PercentInput
            label={`End of range ${index + 1} of ${label}`}
            percent={to / perCent}
            onChange={(percent) =>
              onChange(ranges.with(index, [Math.min(from, bucket(percent)), bucket(percent)]))
            }
          />
          <Button
            tone="ghost"
            size="icon-sm"
            aria-label={`Remove range ${index + 1} of ${label}`}
            onClick={() => onChange(ranges.toSpliced(index, 1))}
          >
            <X aria-hidden />
          </Button>
        </span>
      ))}
      {ranges.length === 0 && <span className="text-ink-2">nobody</span>}
      <AddRange label={label} ranges={ranges} onChange={onChange} />
    </span>
  );
}

function AddRange({ label, ranges, onChange }: RangesInputProps) {
  const end = Math.max(0, ...ranges.map(([, to]) => to));
  return (
    <Button
      tone="ghost"
      size="icon-sm"
      aria-label={`Another range for ${label}`}
      title="Another range"
      disabled={end >= whole}
      onClick={() => onChange([...ranges, [end, Math.min(whole, end + 10 * perCent)]])}
    >
      <Plus aria-hidden />
    </Button>
  );
}

function bucket(percent: number): number {
  return Math.round(percent * perCent);
}
