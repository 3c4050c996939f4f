import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Select } from "#app/ui/select.tsx";
import { KillArrival } from "./kill-arrival.tsx";
import type { KillState } from "./kill-state.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { VariantMark } from "./variant-mark.tsx";

export interface KillDialogProps {
  readonly flag: Pick<TargetedFlag, "variants" | "safeVariant"> & { readonly name: string };
  readonly environment: { readonly key: string; readonly name: string };
  readonly killed: boolean;
  /** The address that takes the change, and tells how far it has come. */
  readonly action: string;
  readonly onClose: () => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: KillState | undefined;
}

/** No key of a variant begins with a colon. */
const safeVariant = ":safe";
const codeDefault = ":default";

/** Killing a flag in one environment, or lifting that, with what follows from it; then how far it has come. */
export function KillDialog({ flag, environment, killed, action, onClose }: KillDialogProps) {
  const change = useFetcher<Answer>();
  // The page behind is read again after the change: what was asked stays what was asked.
  const [lifting] = useState(killed);
  const [variant, setVariant] = useState(safeVariant);
  const [comment, setComment] = useState("");
  const { problem, done } = change.data ?? {};
  const busy = change.state !== "idle";

  const send = (body: { kill: boolean; variant?: string | null; comment: string }) => {
    change.submit(JSON.stringify(body), { method: "post", action, encType: "application/json" });
  };
  const submit = () => {
    if (lifting) send({ kill: false, comment });
    else if (variant === safeVariant) send({ kill: true, comment });
    else send({ kill: true, variant: variant === codeDefault ? null : variant, comment });
  };

  if (done !== undefined) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`${flag.name} ${done.killed ? "is killed" : "is no longer killed"} in ${environment.name}`}
        description={`Revision ${done.revision}.`}
        footer={
          <>
            {done.killed && (
              <Button busy={busy} onClick={() => send({ kill: false, comment: "Undo of the kill" })}>
                Undo
              </Button>
            )}
            <Button tone="primary" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          <p className="flex flex-wrap items-center gap-2 text-ink-2">
            {done.killed ? (
              <>
                Everyone gets <VariantMark flag={flag} variant={done.variant} /> until the kill is lifted.
              </>
            ) : (
              "Its targeting decides again."
            )}
          </p>
          <KillArrival key={done.revision} address={action} revision={done.revision} />
          {problem !== undefined && <Notice tone="error">{problem.detail ?? problem.title}</Notice>}
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={
        lifting
          ? `Lift the kill of ${flag.name} in ${environment.name}?`
          : `Kill ${flag.name} in ${environment.name}?`
      }
      description={
        lifting
          ? "What its targeting says is served again, as it is now, to everyone at once."
          : "Everyone there gets its safe variant at once, whatever its targeting says. It needs no approval, and nothing but its undo lifts it. Flags that need this one serve their off variant."
      }
      footer={
        <DialogButtons
          label={lifting ? "Lift the kill" : "Kill"}
          tone={lifting ? "primary" : "danger-solid"}
          busy={busy}
          onDo={submit}
          onCancel={onClose}
        />
      }
    >
      <div className="grid gap-4">
        {!lifting && (
          <Field label="Safe variant">
            <Select value={variant} onChange={(event) => setVariant(event.target.value)}>
              <option value={safeVariant}>{flag.safeVariant ?? "the off variant"}</option>
              <option value={codeDefault}>the code default</option>
              {flag.variants
                .filter(({ key }) => key !== flag.safeVariant)
                .map(({ key }) => (
                  <option key={key} value={key}>
                    {key}
                  </option>
                ))}
            </Select>
          </Field>
        )}
        <Field label="Why" optional hint="Kept in the history and the audit log.">
          <Textarea
            rows={2}
            maxLength={1000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </Field>
        {problem !== undefined && <Notice tone="error">{problem.detail ?? problem.title}</Notice>}
      </div>
    </Dialog>
  );
}
