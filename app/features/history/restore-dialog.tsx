import type { DocumentName } from "@guidon/engine";
import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { DocumentChanges } from "./document-changes.tsx";
import type { RestorePreview } from "./restore-preview.ts";
import type { useRestore } from "./use-restore.tsx";

export interface RestoreDialogProps {
  /** One flag or segment, or (undefined) the whole environment. */
  readonly only?: DocumentName | undefined;
  /** What it is called. */
  readonly subject: string;
  readonly environment: string;
  readonly revision: number;
  /** What is being changed, as it was read: without and with definitions. */
  readonly versions: { readonly targeting: string; readonly definitions: string };
  /** Whether what flags are may come back, too: it changes every environment. */
  readonly mayDefine: boolean;
  readonly action: string;
  readonly restoring: ReturnType<typeof useRestore>;
  readonly onClose: () => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: RestorePreview | undefined;
}

/** Asks before a restore, with all that it would change. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { only, subject, environment, revision, versions, action, restoring, onClose } = props;
  const preview = useFetcher<Answer>();
  const [definitions, setDefinitions] = useState(false);
  const [comment, setComment] = useState("");

  const expectedVersion = definitions ? versions.definitions : versions.targeting;
  const ask = useRef(preview.submit);
  useEffect(() => {
    const body = JSON.stringify({ only, revision, definitions, expectedVersion, dryRun: true });
    void ask.current(body, { method: "post", action, encType: "application/json" });
  }, [only, revision, definitions, expectedVersion, action]);

  const found = preview.data?.done;
  const problem = restoring.problem ?? preview.data?.problem;
  const looking = preview.state !== "idle";
  const nothing = found?.documents.length === 0;
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`Restore ${subject} as of revision ${revision}?`}
      description={`${environment} serves it at once, as one more revision. Kills are neither lifted nor set.`}
      footer={
        <DialogButtons
          label="Restore"
          busy={restoring.busy}
          disabled={looking || found === undefined || nothing}
          onDo={() => restoring.send({ only, revision, definitions, expectedVersion, comment })}
          onCancel={onClose}
        />
      }
    >
      <div className="grid gap-4">
        <div aria-live="polite" aria-busy={looking} className="grid gap-3">
          {problem !== undefined && !looking && (
            <Notice tone="error">{problem.fields[0]?.message ?? problem.detail ?? problem.title}</Notice>
          )}
          {found === undefined && looking && <Skeleton className="h-14" />}
          {found !== undefined && <Preview found={found} hideKeys={only !== undefined} />}
        </div>
        {props.mayDefine && (
          <Checkbox
            label={only === undefined ? "Also what flags are" : "Also what the flag is"}
            hint="Variants, client mark, metadata, archived or not. They are the same in every environment and change in all of them."
            checked={definitions}
            onChange={(event) => setDefinitions(event.target.checked)}
          />
        )}
        <Field label="Why" optional hint="Kept in the history and the audit log.">
          <Textarea
            rows={2}
            maxLength={1000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function Preview({ found, hideKeys }: { readonly found: RestorePreview; readonly hideKeys: boolean }) {
  const { documents, left, elsewhere, cannotRun } = found;
  return (
    <>
      {documents.length === 0 ? (
        <Notice tone="info">It serves this already: there is nothing to restore.</Notice>
      ) : (
        <div
          role="region"
          aria-label="What it changes"
          // What scrolls must be reached by keyboard.
          tabIndex={0}
          className="max-h-80 overflow-y-auto rounded-lg border border-line bg-sunken px-3.5 py-2.5"
        >
          <DocumentChanges documents={documents} hideKeys={hideKeys} />
        </div>
      )}
      {left.length > 0 && (
        <Notice tone="warn" title="What stays as it is">
          <ul className="grid gap-0.5">
            {left.map(({ kind, key, why }) => (
              <li key={`${kind} ${key}`} className="[overflow-wrap:anywhere]">
                <code className="text-xs">{key}</code>: {why}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {elsewhere.length > 0 && (
        <Notice tone="warn">
          It also changes {elsewhere.map(({ environment }) => environment).join(" and ")}.
        </Notice>
      )}
      {cannotRun.instances > 0 && (
        <Notice tone="warn">
          {cannotRun.instances} connected SDK instances are too old for it and go on with what they have.
        </Notice>
      )}
    </>
  );
}
