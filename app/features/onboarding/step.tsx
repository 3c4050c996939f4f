import { clsx } from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "#app/ui/panel.tsx";

export interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly children?: ReactNode;
}

/** One thing to do, and whether it is done. */
export function Step({ number, title, done, children }: StepProps) {
  return (
    <li>
      <Panel
        title={
          <span className="flex items-center gap-2.5">
            <span
              aria-hidden
              className={clsx(
                "grid size-6 place-items-center rounded-full text-xs font-[650] tabular",
                done ? "bg-on-soft text-on-ink" : "bg-accent-soft text-accent-ink",
              )}
            >
              {done ? <Check className="size-3.5" /> : number}
            </span>
            {title}
            {done && <span className="sr-only">(done)</span>}
          </span>
        }
        bodyClassName="grid gap-3"
      >
        {children}
      </Panel>
    </li>
  );
}
