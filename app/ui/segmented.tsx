import { clsx } from "clsx";
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly name?: string }[];
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of two or three short choices, side by side. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, onChange, options, disabled = false, className } = props;
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={clsx("inline-flex rounded-md border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className={clsx(
            "inline-flex h-6.5 items-center gap-1.5 rounded-[5px] px-2.5 text-xs font-[550] text-ink-2 transition-colors",
            "hover:text-ink data-[state=on]:bg-panel data-[state=on]:text-ink data-[state=on]:shadow-rest data-[state=on]:ring-1 data-[state=on]:ring-line",
            "disabled:opacity-60 [&_svg]:size-3.5",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
