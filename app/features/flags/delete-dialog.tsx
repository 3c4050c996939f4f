import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { FlagView } from "./flag-view.ts";

export interface DeleteDialogProps {
  readonly flag: FlagView;
  /** The address that takes the change. */
  readonly action: string;
  readonly onClose: () => void;
}

/** Deleting asks for the key, since nothing brings the flag back. */
export function DeleteDialog({ flag, action, onClose }: DeleteDialogProps) {
  const { Form, data, state } = useFetcher<{ readonly problem?: ProblemView | undefined }>();
  const [confirm, setConfirm] = useState("");
  const message = formMessage(data?.problem, ["/confirm"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Delete ${flag.name} for good?`}
      description="It is gone from every environment. What it served stays in the history; nothing brings it back."
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            form="delete-flag"
            type="submit"
            tone="danger-solid"
            busy={state !== "idle"}
            disabled={confirm !== flag.key}
          >
            Delete
          </Button>
        </>
      }
    >
      <Form id="delete-flag" method="post" action={action} className="grid gap-4">
        <input type="hidden" name="expectedVersion" value={flag.version} />
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field
          label="Write the flag’s key to confirm"
          hint={flag.key}
          error={fieldMessage(data?.problem, "/confirm")}
        >
          <Input
            mono
            name="confirm"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="off"
            value={confirm}
            onChange={(event) => setConfirm(event.target.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
