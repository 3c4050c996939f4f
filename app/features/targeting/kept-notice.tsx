import { Button } from "#app/ui/button.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { ChangeList } from "./change-list.tsx";
import type { KeptDraft } from "./kept-draft.ts";
import { describeChanges } from "./targeting-changes.ts";

export interface KeptNoticeProps {
  readonly draft: KeptDraft;
  readonly onTake: () => void;
  readonly onDrop: () => void;
}

/** What was not saved when the page was last left, offered back. */
export function KeptNotice({ draft, onTake, onDrop }: KeptNoticeProps) {
  return (
    <Notice
      tone="info"
      className="mb-4 items-start"
      title={
        <>
          You left changes here that are not saved, <Time at={draft.at} />
        </>
      }
      action={
        <>
          <Button size="sm" onClick={onDrop}>
            Throw away
          </Button>
          <Button size="sm" tone="primary" onClick={onTake}>
            Take up again
          </Button>
        </>
      }
    >
      <div className="mt-1.5 text-ink">
        <ChangeList changes={describeChanges(draft.base, draft.now)} />
      </div>
    </Notice>
  );
}
