import { forwardRef, type InputHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { cn } from "./cn.ts";
import { useFieldProps } from "./field.tsx";

/** The frame that every text control shares. */
export const controlFrame = cn(
  "w-full rounded-md border border-line-strong bg-panel text-ink transition-colors duration-100",
  "hover:border-edge focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0",
  "aria-invalid:border-kill aria-invalid:outline-kill disabled:bg-sunken disabled:text-ink-3",
  "[&[readonly]]:bg-sunken [&[readonly]]:text-ink-2",
);

export interface InputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "size"> {
  readonly compact?: boolean;
  readonly mono?: boolean;
}

export const Input = forwardRef<HTMLInputElement, InputProps>(function Input(
  { compact = false, mono = false, className, ...rest },
  ref,
) {
  const field = useFieldProps();
  return (
    <input
      ref={ref}
      {...field}
      className={cn(
        controlFrame,
        compact ? "h-7.5 px-2 text-sm" : "h-9 px-3 text-base",
        mono && "font-mono text-xs",
        className,
      )}
      {...rest}
    />
  );
});

export interface TextareaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly mono?: boolean;
}

export const Textarea = forwardRef<HTMLTextAreaElement, TextareaProps>(function Textarea(
  { mono = false, className, ...rest },
  ref,
) {
  const field = useFieldProps();
  return (
    <textarea
      ref={ref}
      {...field}
      className={cn(
        controlFrame,
        "px-3 py-2 text-base",
        mono && "font-mono text-xs leading-[1.6]",
        className,
      )}
      {...rest}
    />
  );
});
