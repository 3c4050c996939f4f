import { ChevronDown } from "lucide-react";
import { forwardRef, type SelectHTMLAttributes } from "react";
import { cn } from "./cn.ts";
import { useFieldProps } from "./field.tsx";
import { controlFrame } from "./input.tsx";

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
    <span className={cn("relative inline-block", !compact && "w-full", boxClassName)}>
      <select
        ref={ref}
        {...field}
        className={cn(
          controlFrame,
          "appearance-none truncate",
          compact ? "h-7.5 pr-7 pl-2 text-sm" : "h-9 pr-9 pl-3 text-base",
          mono && "font-mono text-xs",
          className,
        )}
        {...rest}
      />
      <ChevronDown
        aria-hidden
        className={cn(
          "pointer-events-none absolute top-1/2 size-3.5 -translate-y-1/2 text-ink-3",
          compact ? "right-2" : "right-3",
        )}
      />
    </span>
  );
});
