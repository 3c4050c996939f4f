import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import type { FieldProblem } from "#app/platform/problem.ts";
import { placeWords } from "./place-words.ts";
import { ReviewDialog, type ReviewProps } from "./review-dialog.tsx";
import type { Targeting } from "./targeting.ts";

export interface SaveBarProps extends Omit<ReviewProps, "onClose"> {
  readonly draft: Targeting;
  readonly problems: readonly FieldProblem[];
  /** Why it cannot be saved as it is, besides the problems. */
  readonly held: string | undefined;
  readonly canUndo: boolean;
  readonly onUndo: () => void;
  readonly onDiscard: () => void;
  /** Leads to the first place with a problem. */
  readonly onShow: (pointer: string) => void;
}

/** What is not saved yet, and the way to save it: read the changes once more, say why, done. */
export function SaveBar(props: SaveBarProps) {
  const { draft, changes, problems, held, canUndo, onUndo, onDiscard, onShow } = props;
  const [reviewing, setReviewing] = useState(false);
  const ready = problems.length === 0 && held === undefined;
  useEffect(() => {
    // What has to be decided first is decided on the page.
    if (held !== undefined) setReviewing(false);
  }, [held]);
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
  // None are told of JSON that cannot be read, nor before what compares a draft has been fetched.
  const count =
    changes.length === 0
      ? "Unsaved changes"
      : `${changes.length} unsaved ${changes.length === 1 ? "change" : "changes"}`;
  const [first] = problems;
  return (
    <>
      <section
        aria-label="Unsaved changes"
        className="fixed inset-x-0 bottom-0 z-20 flex animate-rise flex-wrap items-center gap-x-3.5 gap-y-2 border-t border-line-strong bg-panel/92 px-4 py-3 backdrop-blur-sm sm:px-7 lg:left-56"
      >
        <p role="status" className="min-w-0 flex-1 truncate max-sm:basis-full">
          <strong className="font-[620]">{count}</strong>
          <span className="ml-2.5 text-ink-2">
            {held ?? (first === undefined ? changes.map((change) => change.words).join(" · ") : "")}
            {held === undefined && first !== undefined && (
              <button
                type="button"
                className="rounded-sm underline decoration-line-strong underline-offset-3 hover:text-ink"
                onClick={() => {
                  onShow(first.pointer);
                }}
              >
                {problems.length === 1 ? "" : `${problems.length} things to mend: `}
                {placeWords(first.pointer, draft)}: {first.message}
              </button>
            )}
          </span>
        </p>
        <div className="ml-auto flex gap-2">
          <Button
            tone="ghost"
            size="icon"
            aria-label="Undo the last step"
            title="Undo the last step"
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
      {reviewing && held === undefined && (
        <ReviewDialog
          changes={changes}
          environment={props.environment}
          production={props.production}
          busy={props.busy}
          refused={props.refused}
          preview={props.preview}
          onPreview={props.onPreview}
          onSave={props.onSave}
          onClose={() => {
            setReviewing(false);
          }}
        />
      )}
    </>
  );
}
