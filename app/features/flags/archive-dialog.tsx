import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useToast } from "#app/ui/toast.tsx";
import type { FlagView } from "./flag-view.ts";

export interface ArchiveDialogProps {
  readonly flag: FlagView;
  /** The address that takes the change. */
  readonly action: string;
  readonly onClose: () => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: { readonly archived: boolean } | undefined;
}

/** Archiving, or its opposite, with what follows from it. */
export function ArchiveDialog({ flag, action, onClose }: ArchiveDialogProps) {
  const change = useFetcher<Answer>();
  const problem = change.data?.problem;
  const done = change.data?.done;
  const toast = useToast();
  useEffect(() => {
    if (done === undefined) return;
    toast({ title: done.archived ? "Archived" : "Restored" });
    onClose();
  }, [done, toast, onClose]);
  const on = flag.environments.filter((state) => state.on && !state.killed).map((state) => state.key);
  const words = flag.archived
    ? "It comes back in every environment with the targeting it had."
    : "Code that still asks for it gets its own default from then on, in every environment, and is told that the flag is archived. It can be restored.";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={flag.archived ? `Restore ${flag.name}?` : `Archive ${flag.name}?`}
      description={words}
      footer={
        <DialogButtons
          label={flag.archived ? "Restore" : "Archive"}
          tone={flag.archived ? "primary" : "danger-solid"}
          busy={change.state !== "idle"}
          onDo={() => {
            const fields = { archived: String(!flag.archived), expectedVersion: flag.version };
            change.submit(fields, { method: "post", action });
          }}
          onCancel={onClose}
        />
      }
    >
      {problem !== undefined ? (
        <Notice tone="error">{problem.detail ?? problem.title}</Notice>
      ) : !flag.archived && on.length > 0 ? (
        <Notice tone="warn">It is still on in {on.join(", ")}.</Notice>
      ) : undefined}
    </Dialog>
  );
}
