import type { ReactNode } from "react";

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** Beside the title: what it is. */
  readonly chips?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, chips, note, actions }: PageHeaderProps) {
  return (
    // On a telephone what is said of the page has its whole width, below the title and the buttons, and so has a title
    // that does not fit beside them.
    <header className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 max-sm:flex max-sm:flex-wrap max-sm:gap-y-1.5">
      <div className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-1.5 max-sm:contents">
        <h1 className="text-xl font-[650] tracking-[-0.015em] [overflow-wrap:anywhere] max-sm:grow max-sm:pt-1">
          {title}
        </h1>
        {chips !== undefined && (
          <div className="contents max-sm:order-1 max-sm:flex max-sm:w-full max-sm:flex-wrap max-sm:gap-1.5">
            {chips}
          </div>
        )}
      </div>
      {actions !== undefined && (
        <div className="col-start-2 row-start-1 flex items-center gap-2 sm:row-span-2">{actions}</div>
      )}
      {note !== undefined && (
        <div className="col-start-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-pretty text-ink-2 max-sm:order-1 max-sm:w-full">
          {note}
        </div>
      )}
    </header>
  );
}
