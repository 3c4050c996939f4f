import { clsx } from "clsx";
import { useState } from "react";
import { Input } from "./input.tsx";

export interface PercentInputProps {
  readonly label: string;
  /** From 0 to 100. */
  readonly percent: number;
  readonly onChange: (percent: number) => void;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** While it is typed in, it shows what is typed; otherwise what holds. */
export function PercentInput({ label, percent, onChange, disabled = false, className }: PercentInputProps) {
  const [typed, setTyped] = useState<string>();
  const wrong = typed !== undefined && readPercent(typed) === undefined;
  return (
    <span className="relative inline-block">
      <Input
        compact
        inputMode="decimal"
        aria-label={label}
        aria-invalid={wrong || undefined}
        title={wrong ? "From 0 to 100, with up to three decimals" : undefined}
        disabled={disabled}
        className={clsx("w-22 pr-6 text-right tabular", className)}
        value={typed ?? String(percent)}
        onChange={(event) => {
          setTyped(event.target.value);
          const read = readPercent(event.target.value);
          if (read !== undefined) onChange(read);
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

function readPercent(text: string): number | undefined {
  const percent = Number(text.replace(",", "."));
  return text.trim() !== "" && percent >= 0 && percent <= 100 ? percent : undefined;
}
