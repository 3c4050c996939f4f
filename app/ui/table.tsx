import { clsx } from "clsx";
import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";

/** A table that scrolls inside its panel where the screen is narrow; its caption is read out, not drawn. */
export function Table({
  caption,
  stacked = false,
  className,
  children,
}: {
  readonly caption: string;
  /** On a telephone each row is a block: its head, and below it the parts by their labels. */
  readonly stacked?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="relative overflow-x-auto rounded-[inherit]">
      <table className={clsx("w-full border-collapse text-left", stacked && "stacked", className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function Th({ className, ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return <th scope="col" className={clsx("cell-head", className)} {...rest} />;
}

export function Td({ className, ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <td className={clsx("cell", className)} {...rest} />;
}

export function Tr({ className, ...rest }: HTMLAttributes<HTMLTableRowElement>) {
  return <tr className={clsx("row", className)} {...rest} />;
}
