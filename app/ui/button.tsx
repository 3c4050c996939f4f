import { clsx } from "clsx";
import { Slot } from "radix-ui";
import { forwardRef, type ButtonHTMLAttributes } from "react";

export type ButtonTone = "plain" | "primary" | "danger" | "danger-solid" | "ghost" | "link";
export type ButtonSize = "sm" | "md" | "lg" | "icon" | "icon-sm";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
  /** Draws the only child, such as a link, in the look of a button. */
  readonly asChild?: boolean;
  /** Shown as working: stays in place, cannot be pressed again, and says so. */
  readonly busy?: boolean;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  {
    asChild = false,
    busy = false,
    className,
    tone = "plain",
    size = "md",
    type = "button",
    disabled,
    ...rest
  },
  ref,
) {
  const classes = clsx(
    "button",
    size !== "md" && `button-${size}`,
    tone !== "plain" && `button-${tone}`,
    busy && "button-busy",
    className,
  );
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
