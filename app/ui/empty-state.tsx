import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** Nothing here yet: what would be here, and the next step. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={clsx("grid justify-items-center gap-2 px-6 py-12 text-center", className)}>
      {icon !== undefined && (
        <div className="mb-1 grid size-11 place-items-center rounded-full border border-line bg-sunken text-ink-2 [&_svg]:size-5">
          {icon}
        </div>
      )}
      <h2 className="text-lg font-[620]">{title}</h2>
      {children !== undefined && <div className="max-w-[52ch] text-pretty text-ink-2">{children}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
