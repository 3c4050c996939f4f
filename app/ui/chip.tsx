import { clsx } from "clsx";
import type { HTMLAttributes } from "react";

export type ChipTone = "plain" | "on" | "warn" | "kill" | "accent" | "strong";

export interface ChipProps extends HTMLAttributes<HTMLSpanElement> {
  readonly tone?: ChipTone | undefined;
}

/** A short word about the state of something. */
export function Chip({ tone = "plain", className, ...rest }: ChipProps) {
  return <span className={clsx("chip", tone !== "plain" && `chip-${tone}`, className)} {...rest} />;
}
