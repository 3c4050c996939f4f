import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import { forwardRef, type ButtonHTMLAttributes } from "react";
import { cn } from "./cn.ts";

const look = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-[550] whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,transform] duration-100 active:translate-y-px",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      tone: {
        plain: "border-line-strong bg-panel text-ink shadow-rest hover:border-edge hover:bg-sunken",
        primary: "border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong",
        danger: "border-kill/45 bg-panel text-kill hover:border-kill hover:bg-kill-soft",
        "danger-solid": "border-kill bg-kill text-on-kill hover:bg-kill-ink",
        ghost: "border-transparent text-ink-2 hover:bg-sunken hover:text-ink",
        link: "border-transparent px-0 text-accent hover:underline underline-offset-3",
      },
      size: {
        sm: "h-7 px-2.5 text-xs",
        md: "h-8.5 px-3 text-sm",
        lg: "h-10 px-4 text-base",
        icon: "size-8.5 p-0",
        "icon-sm": "size-6 p-0 [&_svg]:size-3.5",
      },
    },
    compoundVariants: [{ tone: "link", class: "h-auto px-0" }],
    defaultVariants: { tone: "plain", size: "md" },
  },
);

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof look> {
  /** Draws the only child, such as a link, in the look of a button. */
  readonly asChild?: boolean;
  /** Shown as working: stays in place, cannot be pressed again, and says so. */
  readonly busy?: boolean;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { asChild = false, busy = false, className, tone, size, type = "button", disabled, ...rest },
  ref,
) {
  const classes = cn(look({ tone, size }), busy && "cursor-progress opacity-70", className);
  if (asChild) return <Slot.Root ref={ref} className={classes} {...rest} />;
  return (
    <button
      ref={ref}
      type={type}
      className={classes}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    />
  );
});
