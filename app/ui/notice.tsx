import { clsx } from "clsx";
import { CircleAlert, Info, Lock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  info: { box: "border-accent/25 bg-accent-soft text-accent-ink", Icon: Info },
  warn: { box: "border-warn/30 bg-warn-soft text-warn-ink", Icon: TriangleAlert },
  error: { box: "border-kill/30 bg-kill-soft text-kill-ink", Icon: CircleAlert },
  locked: { box: "border-line bg-sunken text-ink-2", Icon: Lock },
} as const;

export interface NoticeProps {
  readonly tone: keyof typeof looks;
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Something to know before going on. Errors are announced at once. */
export function Notice({ tone, title, action, className, children }: NoticeProps) {
  const { box, Icon } = looks[tone];
  return (
    <div role={tone === "error" ? "alert" : "note"} className={clsx("notice", box, className)}>
      <div className="flex min-w-0 flex-1 basis-60 items-start gap-2.5">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="min-w-0">
          {title !== undefined && <p className="font-[620]">{title}</p>}
          {children}
        </div>
      </div>
      {action !== undefined && <div className="flex gap-2 max-sm:pl-6.5">{action}</div>}
    </div>
  );
}
