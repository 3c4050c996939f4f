import { cva, type VariantProps } from "class-variance-authority";
import type { HTMLAttributes } from "react";
import { cn } from "./cn.ts";

const look = cva(
  "inline-flex shrink-0 items-center gap-1.25 rounded-full border px-2.25 py-px text-xs font-[550] whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      tone: {
        plain: "border-line bg-sunken text-ink-2",
        on: "border-transparent bg-on-soft text-on-ink",
        warn: "border-transparent bg-warn-soft text-warn-ink",
        kill: "border-transparent bg-kill-soft text-kill-ink",
        accent: "border-transparent bg-accent-soft text-accent-ink",
        strong: "border-prod/55 bg-panel text-ink",
      },
    },
    defaultVariants: { tone: "plain" },
  },
);

export type ChipTone = NonNullable<VariantProps<typeof look>["tone"]>;

export interface ChipProps extends HTMLAttributes<HTMLSpanElement> {
  readonly tone?: ChipTone | undefined;
}

/** A short word about the state of something. */
export function Chip({ tone, className, ...rest }: ChipProps) {
  return <span className={cn(look({ tone }), className)} {...rest} />;
}
