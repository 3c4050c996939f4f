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
    <header className="flex items-start justify-between gap-x-4 gap-y-3 max-sm:flex-wrap">
      <div className="min-w-0 max-sm:grow max-sm:basis-40">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <h1 className="text-xl font-[650] tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
          {chips}
        </div>
        {note !== undefined && (
          <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-ink-2">{note}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}
