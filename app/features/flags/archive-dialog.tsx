import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { FlagView } from "./flag-view.ts";

export interface ArchiveDialogProps {
  readonly flag: FlagView;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly busy: boolean;
  readonly refused: string | undefined;
  readonly onConfirm: () => void;
}

/** Archiving, or its opposite, with what follows from it. */
export function ArchiveDialog({ flag, open, onOpenChange, busy, refused, onConfirm }: ArchiveDialogProps) {
  const on = flag.environments.filter((state) => state.on && !state.killed).map((state) => state.key);
  const words = flag.archived
    ? "It comes back in every environment with the targeting it had."
    : "Code that still asks for it gets its own default from then on, in every environment, and is told that the flag is archived. It can be restored.";
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={flag.archived ? `Restore ${flag.name}?` : `Archive ${flag.name}?`}
      description={words}
      footer={
        <>
          <Button tone="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button tone={flag.archived ? "primary" : "danger-solid"} busy={busy} onClick={onConfirm}>
            {flag.archived ? "Restore" : "Archive"}
          </Button>
        </>
      }
    >
      {refused !== undefined ? (
        <Notice tone="error">{refused}</Notice>
      ) : !flag.archived && on.length > 0 ? (
        <Notice tone="warn">It is still on in {on.join(", ")}.</Notice>
      ) : undefined}
    </Dialog>
  );
}
