import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { ChangeList } from "./change-list.tsx";
import type { DraftProblem } from "./draft-problems.ts";
import type { TargetingChange } from "./targeting-changes.ts";

export interface SaveBarProps {
  readonly changes: readonly TargetingChange[];
  readonly problems: readonly DraftProblem[];
  readonly environment: { readonly name: string };
  readonly production: boolean;
  readonly busy: boolean;
  /** What the server said to the last attempt. */
  readonly refused: string | undefined;
  /** Somebody saved meanwhile, and it is not decided yet whose version counts. */
  readonly conflict: boolean;
  readonly canUndo: boolean;
  readonly onUndo: () => void;
  readonly onDiscard: () => void;
  readonly onSave: (comment: string) => void;
}

/** What is not saved yet, and the way to save it: read the changes once more, say why, done. */
export function SaveBar(props: SaveBarProps) {
  const { changes, problems, conflict, canUndo, onUndo, onDiscard } = props;
  const [reviewing, setReviewing] = useState(false);
  const ready = problems.length === 0 && !conflict;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      if (ready) setReviewing(true);
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, [ready]);
  const count = `${changes.length} unsaved ${changes.length === 1 ? "change" : "changes"}`;
  return (
    <>
      <section
        aria-label="Unsaved changes"
        className="fixed inset-x-0 bottom-0 z-20 flex animate-rise flex-wrap items-center gap-x-3.5 gap-y-2 border-t border-line-strong bg-panel/92 px-4 py-3 backdrop-blur-sm sm:px-7 lg:left-56"
      >
        <p role="status" className="min-w-0 flex-1 truncate max-sm:basis-full">
          <strong className="font-[620]">{count}</strong>
          <span className="ml-2.5 text-ink-2">
            {conflict
              ? "a newer version was saved meanwhile: decide above"
              : (problems[0]?.message ?? changes.map((change) => change.words).join(" · "))}
          </span>
        </p>
        <div className="ml-auto flex gap-2">
          <Button
            tone="ghost"
            size="icon"
            aria-label="Undo the last step"
            disabled={!canUndo}
            onClick={onUndo}
          >
            <Undo2 aria-hidden />
          </Button>
          <Button tone="ghost" onClick={onDiscard}>
            Discard
          </Button>
          <Button
            tone="primary"
            disabled={!ready}
            onClick={() => {
              setReviewing(true);
            }}
          >
            Review and save
          </Button>
        </div>
      </section>
      <ReviewDialog {...props} open={reviewing && !conflict} onOpenChange={setReviewing} />
    </>
  );
}

function ReviewDialog(
  props: SaveBarProps & { readonly open: boolean; readonly onOpenChange: (open: boolean) => void },
) {
  const { changes, environment, production, busy, refused, onSave, open, onOpenChange } = props;
  const [comment, setComment] = useState("");
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={`Save to ${environment.name}`}
      description={
        production
          ? "Every connected process in production serves this within a second."
          : `Every process connected to ${environment.name} serves this within a second.`
      }
      footer={
        <>
          <Button
            tone="ghost"
            onClick={() => {
              onOpenChange(false);
            }}
          >
            Keep editing
          </Button>
          <Button form="save-targeting" type="submit" tone="primary" busy={busy}>
            {production ? "Save to production" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id="save-targeting"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSave(comment);
        }}
      >
        {refused !== undefined && <Notice tone="error">{refused}</Notice>}
        <div className="max-h-72 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2.5">
          <ChangeList changes={changes} />
        </div>
        <Field label="Why" optional hint="Stays with this revision in history and audit log.">
          <Input
            name="comment"
            maxLength={1000}
            autoFocus
            placeholder="Ramp to a quarter after a quiet night"
            value={comment}
            onChange={(event) => {
              setComment(event.target.value);
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
