import { useFetcher } from "@remix-run/react";
import { NameAndKey } from "#app/features/projects/name-and-key.tsx";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { FlagView } from "./flag-view.ts";

export interface DuplicateDialogProps {
  readonly flag: FlagView;
  /** The address that takes it. */
  readonly action: string;
  readonly onClose: () => void;
}

/** A copy under another key, and whether it serves the same users. */
export function DuplicateDialog({ flag, action, onClose }: DuplicateDialogProps) {
  const { Form, data, state } = useFetcher<{ readonly problem?: ProblemView | undefined }>();
  const problem = data?.problem;
  const message = formMessage(problem, ["/name", "/key"]);
  return (
    <Dialog
      wide
      open
      onOpenChange={onClose}
      title={`Duplicate ${flag.name}`}
      description="The copy is and does in every environment what this one does; a kill is not copied, and in a protected environment it begins off."
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button form="duplicate-flag" type="submit" tone="primary" busy={state !== "idle"}>
            Make the copy
          </Button>
        </>
      }
    >
      <Form id="duplicate-flag" method="post" action={action} className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <NameAndKey
          typed={{ name: `${flag.name} (copy)` }}
          placeholder={`${flag.name} 2`}
          keyHint="What code asks for. It never changes; the name may."
          nameError={fieldMessage(problem, "/name")}
          keyError={fieldMessage(problem, "/key")}
        />
        <Checkbox
          name="sameDraws"
          value="true"
          label="Serve the same users"
          hint="Splits draw as this flag’s do. Otherwise the copy draws anew, and its users have nothing to do with these."
        />
      </Form>
    </Dialog>
  );
}
