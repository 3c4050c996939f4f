import { clsx } from "clsx";
import { useId, type ReactNode } from "react";

export interface PanelProps {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  /** At the far end of the header. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
  /** Without padding, for tables and lists that reach the edges. */
  readonly flush?: boolean;
  readonly children?: ReactNode;
}

/** A sheet of paper on the page; with a title it is a landmark of its own. */
export function Panel({ title, note, aside, className, bodyClassName, flush = false, children }: PanelProps) {
  const id = useId();
  const Tag = title === undefined ? "div" : "section";
  return (
    <Tag
      aria-labelledby={title === undefined ? undefined : id}
      className={clsx("min-w-0 rounded-lg border border-line bg-panel shadow-rest", className)}
    >
      {title !== undefined && (
        <header
          className={clsx(
            "flex min-h-11.5 items-center justify-between gap-x-3 px-4 py-2",
            children !== undefined && "border-b border-line",
          )}
        >
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            <h2 id={id} className="text-base font-[620]">
              {title}
            </h2>
            {note !== undefined && <span className="text-sm text-ink-2">{note}</span>}
          </div>
          {aside !== undefined && (
            <div className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1">{aside}</div>
          )}
        </header>
      )}
      {children !== undefined && (
        <div
          className={clsx(
            flush ? "rounded-b-[9px]" : "px-4 py-3.5",
            flush && title === undefined && "rounded-t-[9px]",
            bodyClassName,
          )}
        >
          {children}
        </div>
      )}
    </Tag>
  );
}
