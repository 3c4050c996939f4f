import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useToast } from "#app/ui/toast.tsx";
import type { ShownKey } from "./keys-table.tsx";

export interface RevokeDialogProps {
  readonly apiKey: ShownKey;
  readonly onClose: () => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: unknown;
}

/** The end of a key, with what follows. */
export function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const revoke = useFetcher<Answer>();
  const problem = revoke.data?.problem;
  const done = revoke.data?.done;
  const toast = useToast();
  useEffect(() => {
    if (done === undefined) return;
    toast({ title: `Revoked ${apiKey.name}`, detail: "It opens nothing any more, in any process." });
    onClose();
  }, [done, toast, apiKey.name, onClose]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke ${apiKey.name}?`}
      description="At once, everywhere and for good. Connected SDKs keep their last known flags, but get no more changes; other calls are refused."
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            Keep it
          </Button>
          <Button
            tone="danger-solid"
            busy={revoke.state !== "idle"}
            onClick={() => {
              revoke.submit({ do: "revoke", id: apiKey.id }, { method: "post" });
            }}
          >
            Revoke
          </Button>
        </>
      }
    >
      {problem === undefined ? undefined : <Notice tone="error">{problem.detail ?? problem.title}</Notice>}
    </Dialog>
  );
}
