import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export interface ConfirmDetailsProps {
  /** What is about to be done. */
  readonly label: string;
  /** What follows from it. */
  readonly consequence: ReactNode;
  /** The button that does it. */
  readonly children: ReactNode;
}

/**
 * A dangerous button behind a question, which works without scripts too. What opened it stays, so that the focus has
 * somewhere to be and the question can be put away again.
 */
export function ConfirmDetails({ label, consequence, children }: ConfirmDetailsProps) {
  return (
    <details className="group open:w-full">
      <summary className="inline-flex h-8.5 cursor-pointer list-none items-center gap-1.5 rounded-md border border-kill/45 bg-panel px-3 text-sm font-[550] text-kill transition-colors group-open:border-kill hover:border-kill hover:bg-kill-soft">
        {label}
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
      </summary>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-kill/30 bg-kill-soft px-3.5 py-2.5 text-sm text-kill-ink">
        <p className="min-w-0 flex-1 basis-60">{consequence}</p>
        {children}
      </div>
    </details>
  );
}
