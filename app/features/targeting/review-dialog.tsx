import { useEffect, useRef, useState } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { ChangeList } from "./change-list.tsx";
import type { TargetingChange } from "./targeting-changes.ts";
import { previewWords, type SavePreview } from "./save-preview.ts";

export interface PreviewState {
  readonly busy: boolean;
  readonly problem: ProblemView | undefined;
  readonly done: SavePreview | undefined;
}

export interface ReviewProps {
  readonly changes: readonly TargetingChange[];
  readonly environment: { readonly name: string };
  readonly production: boolean;
  readonly busy: boolean;
  /** What the server said to the last attempt. */
  readonly refused: string | undefined;
  /** What the server says would be. */
  readonly preview: PreviewState;
  readonly onPreview: () => void;
  readonly onSave: (comment: string) => void;
  readonly onClose: () => void;
}

/** The changes once more, what the server says would come of them, and why they are made. */
export function ReviewDialog(props: ReviewProps) {
  const { changes, environment, production, busy, refused, preview, onPreview, onSave, onClose } = props;
  const [comment, setComment] = useState("");
  const ask = useRef(onPreview);
  useEffect(() => ask.current(), []);
  return (
    <Dialog
      wide
      open
      onOpenChange={onClose}
      title={`Save to ${environment.name}`}
      description={
        production
          ? "Every connected process in production serves this within a second."
          : `Every process connected to ${environment.name} serves this within a second.`
      }
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
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
        <Preview {...preview} />
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

function Preview({ busy, problem, done }: PreviewState) {
  if (busy) return <Skeleton className="h-5 w-72" />;
  if (problem !== undefined)
    return <Notice tone="error">{problem.fields[0]?.message ?? problem.detail ?? problem.title}</Notice>;
  if (done === undefined) return null;
  const { facts, warning } = previewWords(done);
  return (
    <div className="grid gap-2 text-sm" aria-live="polite">
      {warning !== undefined && <Notice tone="warn">{warning}</Notice>}
      {facts.map((words) => (
        <p key={words} className="text-ink-2 tabular">
          {words}
        </p>
      ))}
    </div>
  );
}
