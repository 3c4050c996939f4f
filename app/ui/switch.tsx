import { clsx } from "clsx";
import { Switch as Radix } from "radix-ui";
import { useFieldProps } from "./field.tsx";

export interface SwitchProps {
  readonly checked: boolean;
  readonly onCheckedChange?: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly size?: "md" | "lg";
}

/** On or off, at once. The thumb carries a mark, so that colour is never alone. */
export function Switch({ checked, onCheckedChange, disabled = false, label, size = "md" }: SwitchProps) {
  const field = useFieldProps();
  const large = size === "lg";
  return (
    <Radix.Root
      {...field}
      checked={checked}
      {...(onCheckedChange === undefined ? {} : { onCheckedChange })}
      disabled={disabled}
      aria-label={label}
      className={clsx(
        "relative shrink-0 rounded-full transition-colors duration-150",
        "bg-edge data-[state=checked]:bg-on disabled:cursor-not-allowed disabled:opacity-60",
        large ? "h-6 w-11" : "h-5 w-9",
      )}
    >
      <span
        aria-hidden
        className={clsx(
          "absolute top-1/2 h-2 w-0.5 -translate-y-1/2 rounded-full bg-white/90 transition-opacity",
          large ? "left-2.5" : "left-2",
          checked ? "opacity-100" : "opacity-0",
        )}
      />
      <Radix.Thumb
        className={clsx(
          "block rounded-full bg-white shadow-rest transition-transform duration-150 ease-out-soft",
          large
            ? "size-5 translate-x-0.5 data-[state=checked]:translate-x-5.5"
            : "size-4 translate-x-0.5 data-[state=checked]:translate-x-4.5",
        )}
      />
    </Radix.Root>
  );
}
