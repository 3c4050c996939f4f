import { clsx } from "clsx";
import type { HTMLAttributes } from "react";

export interface PillProps extends HTMLAttributes<HTMLSpanElement> {
  readonly mono?: boolean;
}

/** A value inside a sentence. */
export function Pill({ mono = false, className, ...rest }: PillProps) {
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1.5 rounded-[6px] border border-line bg-sunken px-2 py-0.75 [overflow-wrap:anywhere]",
        mono ? "font-mono text-xs leading-5" : "text-sm",
        className,
      )}
      {...rest}
    />
  );
}
