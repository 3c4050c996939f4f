import { clsx } from "clsx";
import { forwardRef, type InputHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { useFieldProps } from "./field.tsx";

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
      className={clsx(
        "control",
        compact ? "control-compact" : "control-line",
        mono && "control-mono",
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
      className={clsx("control control-lines", mono && "control-mono", className)}
      {...rest}
    />
  );
});
