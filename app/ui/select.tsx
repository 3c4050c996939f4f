import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import { forwardRef, type SelectHTMLAttributes } from "react";
import { useFieldProps } from "./field.tsx";

export interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "size"> {
  readonly compact?: boolean;
  readonly mono?: boolean;
  /** Classes of the box around the select. */
  readonly boxClassName?: string;
}

/** The browser's own select: known on every phone and to every screen reader, works without scripts. */
export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(
  { compact = false, mono = false, className, boxClassName, ...rest },
  ref,
) {
  const field = useFieldProps();
  return (
    <span className={clsx("choice", compact && "choice-compact", boxClassName)}>
      <select
        ref={ref}
        {...field}
        className={clsx(
          "control",
          compact ? "control-compact" : "control-line",
          mono && "control-mono",
          className,
        )}
        {...rest}
      />
      <ChevronDown aria-hidden />
    </span>
  );
});
