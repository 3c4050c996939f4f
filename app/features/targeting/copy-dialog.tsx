import { useFetcher, useNavigate } from "@remix-run/react";
import { useEffect, useState } from "react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { isProduction } from "#app/features/environments/production.ts";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { useToast } from "#app/ui/toast.tsx";

interface Place {
  readonly key: string;
  readonly name: string;
}

export interface CopyDialogProps {
  readonly flag: { readonly key: string; readonly name: string };
  readonly from: Place;
  /** Where it may be copied to, with the version that it has there. */
  readonly others: readonly (Place & { readonly version: number })[];
  /** `/projects/storefront/flags/new-checkout`. */
  readonly base: string;
  readonly onClose: () => void;
}

interface Compared {
  readonly to: string;
  readonly changes: readonly string[];
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: { readonly to: string; readonly revision: number } | undefined;
}

/** Comparing what a flag does in two environments, and making it do in one what it does in the other. */
export function CopyDialog({ flag, from, others, base, onClose }: CopyDialogProps) {
  const [to, setTo] = useState(others[0]?.key ?? "");
  const [comment, setComment] = useState("");
  const { load, data: compared } = useFetcher<Compared>();
  const copying = useFetcher<Answer>();
  const toast = useToast();
  const navigate = useNavigate();
  const address = `${base}/copy/${from.key}`;
  const target = others.find(({ key }) => key === to);
  const version = target?.version;
  const { problem, done } = copying.data ?? {};
  useEffect(() => {
    if (to !== "") load(`${address}?${new URLSearchParams({ to }).toString()}`);
    // What is there changes with its version.
  }, [load, address, to, version]);
  useEffect(() => {
    if (done === undefined || target === undefined) return;
    toast({
      title: `Copied to ${target.name}`,
      detail: `Its revision ${done.revision} serves it now.`,
      action: { label: "Show", run: () => navigate(`${base}/targeting/${done.to}`) },
    });
    onClose();
  }, [done, target, toast, navigate, base, onClose]);
  const changes = compared?.to === to ? compared.changes : undefined;
  return (
    <Dialog
      wide
      open
      onOpenChange={onClose}
      title={`Copy ${flag.name} from ${from.name}`}
      description="Another environment does with it what this one does. Draws are copied, so the same users get the same; a kill is not."
      footer={
        <DialogButtons
          label={target !== undefined && isProduction(target) ? "Copy to production" : "Copy"}
          busy={copying.state !== "idle"}
          disabled={target === undefined || changes === undefined || changes.length === 0}
          onDo={() => {
            const body = { to, expectedVersion: String(version), comment };
            copying.submit(JSON.stringify(body), {
              ...{ method: "post", action: address, encType: "application/json" },
            });
          }}
          onCancel={onClose}
        />
      }
    >
      <div className="grid gap-4">
        {problem !== undefined && (
          <Notice tone="error">{problem.fields[0]?.message ?? problem.detail ?? problem.title}</Notice>
        )}
        <ChoiceCards
          legend="To"
          name="to"
          columns={others.length > 2 ? 3 : 2}
          value={to}
          onChange={setTo}
          choices={others.map(({ key, name }) => ({ value: key, label: name }))}
        />
        {target !== undefined && (
          <div>
            <p className="mb-1.5 flex flex-wrap items-center gap-1.5 text-sm text-ink-2">
              What changes in <EnvironmentName environment={target} />
            </p>
            <div
              aria-live="polite"
              className="max-h-64 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2.5 text-sm"
            >
              {changes === undefined ? (
                <Skeleton className="h-5 w-64" />
              ) : changes.length === 0 ? (
                <p className="text-ink-2">Nothing: it does the same there already.</p>
              ) : (
                <ul className="grid gap-1">
                  {changes.map((words) => (
                    <li key={words} className="[overflow-wrap:anywhere]">
                      {words}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </div>
        )}
        <Field label="Why" optional hint="Kept in the history and the audit log.">
          <Input maxLength={1000} value={comment} onChange={(event) => setComment(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
