import { useEffect, useRef } from "react";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { ChangeList } from "./change-list.tsx";
import type { TargetingChange } from "./targeting-changes.ts";

export interface ConflictNoticeProps {
  readonly theirs: readonly TargetingChange[];
  readonly mine: readonly TargetingChange[];
  readonly onKeep: () => void;
  readonly onDrop: () => void;
}

/** Somebody was faster. Both sides are shown, and nothing is lost before somebody decides. */
export function ConflictNotice({ theirs, mine, onKeep, onDrop }: ConflictNoticeProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div ref={place} tabIndex={-1} role="alert" className="mb-4 rounded-lg">
      <Notice
        tone="warn"
        title="A newer version was saved while you edited"
        className="items-start"
        action={
          <>
            <Button size="sm" onClick={onDrop}>
              Take theirs
            </Button>
            <Button size="sm" tone="primary" onClick={onKeep}>
              Keep my draft on top
            </Button>
          </>
        }
      >
        <div className="mt-2 grid gap-4 text-ink sm:grid-cols-2">
          <div>
            <p className="mb-1 text-xs font-[600] text-ink-2">What they changed</p>
            {theirs.length === 0 ? (
              <p className="text-sm text-ink-2">nothing on this path</p>
            ) : (
              <ChangeList changes={theirs} />
            )}
          </div>
          <div>
            <p className="mb-1 text-xs font-[600] text-ink-2">What you have not saved</p>
            <ChangeList changes={mine} />
          </div>
        </div>
        <p className="mt-2 text-ink-2">
          Keeping yours puts the whole path as you see it below over theirs, once you save.
        </p>
      </Notice>
    </div>
  );
}
