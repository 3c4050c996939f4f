import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { cn } from "./cn.ts";

/** A table that scrolls inside its panel where the screen is narrow; its caption is read out, not drawn. */
export function Table({
  caption,
  className,
  children,
}: {
  readonly caption: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="relative overflow-x-auto rounded-[inherit]">
      <table className={cn("w-full border-collapse text-left", className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function Th({ className, ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return (
    <th
      scope="col"
      className={cn(
        "border-b border-line px-3.5 py-2.25 text-xs font-[550] whitespace-nowrap text-ink-3",
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <td className={cn("border-b border-line px-3.5 py-2.75 align-middle", className)} {...rest} />;
}

export function Tr({ className, ...rest }: HTMLAttributes<HTMLTableRowElement>) {
  return <tr className={cn("transition-colors last:*:border-b-0 hover:bg-sunken/60", className)} {...rest} />;
}

/** The look of a link by which a whole row leads somewhere; the row is `relative`, and so is what else it holds to press. */
export const rowLink = cn(
  "[overflow-wrap:anywhere] after:absolute after:inset-0 focus-visible:outline-none",
  "focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
);
