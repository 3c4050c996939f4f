import { useState } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Select } from "#app/ui/select.tsx";
import type { SegmentAction } from "./segment-action.ts";
import type { SegmentView } from "./segment-view.ts";

export type Asking = "rename" | "copy" | "delete";

interface Place {
  readonly key: string;
  readonly name: string;
}

interface Common {
  readonly segment: SegmentView;
  readonly environment: Place;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  readonly onSubmit: (action: SegmentAction) => void;
  readonly onClose: () => void;
}

export interface SegmentDialogsProps extends Common {
  readonly asking: Asking | undefined;
  /** Where it may be copied to. */
  readonly environments: readonly Place[];
  readonly uses: number;
}

/** What is asked about a segment before it is done. */
export function SegmentDialogs({ asking, environments, uses, ...common }: SegmentDialogsProps) {
  switch (asking) {
    case "rename":
      return <RenameDialog {...common} />;
    case "copy":
      return <CopyDialog {...common} environments={environments} />;
    case "delete":
      return <DeleteDialog {...common} uses={uses} />;
    case undefined:
      return null;
  }
}

function RenameDialog({ segment, problem, busy, onSubmit, onClose }: Common) {
  const [name, setName] = useState(segment.name);
  const [description, setDescription] = useState(segment.description);
  const message = formMessage(problem, ["/name", "/description"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Name and description"
      description="Nothing that is served changes by them."
      footer={
        <DialogButtons
          label="Save"
          busy={busy}
          onDo={() => onSubmit({ do: "change", expectedVersion: segment.version, name, description })}
          onCancel={onClose}
        />
      }
    >
      <div className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field label="Name" error={fieldMessage(problem, "/name")}>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Description" optional error={fieldMessage(problem, "/description")}>
          <Textarea rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function CopyDialog({
  segment,
  environment,
  environments,
  problem,
  busy,
  onSubmit,
  onClose,
}: Common & { readonly environments: readonly Place[] }) {
  const [to, setTo] = useState(environments[0]?.key ?? "");
  const [withoutLists, setWithoutLists] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Copy ${segment.name} from ${environment.name}`}
      description="It becomes there what it is here. Where there is one of this key already, that is changed."
      footer={
        <DialogButtons
          label="Copy"
          busy={busy}
          disabled={to === ""}
          onDo={() => onSubmit({ do: "copy", to, withoutLists })}
          onCancel={onClose}
        />
      }
    >
      <div className="grid gap-4">
        {problem !== undefined && <Notice tone="error">{problem.detail ?? problem.title}</Notice>}
        {environments.length === 0 ? (
          <Notice tone="locked">There is no other environment whose segments you may change.</Notice>
        ) : (
          <>
            <Field label="To">
              <Select value={to} onChange={(event) => setTo(event.target.value)}>
                {environments.map(({ key, name }) => (
                  <option key={key} value={key}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
            <Checkbox
              checked={withoutLists}
              onChange={(event) => setWithoutLists(event.target.checked)}
              label="Rules only"
              hint="The lists there stay as they are: their keys often mean other people."
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

function DeleteDialog({
  segment,
  environment,
  uses,
  problem,
  busy,
  onSubmit,
  onClose,
}: Common & { readonly uses: number }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Delete ${segment.name} in ${environment.name}?`}
      description="Its rules and lists go. The history keeps them, and other environments keep theirs."
      footer={
        <DialogButtons
          label="Delete"
          tone="danger-solid"
          busy={busy}
          disabled={uses > 0}
          onDo={() => onSubmit({ do: "delete", expectedVersion: segment.version })}
          onCancel={onClose}
        />
      }
    >
      {problem !== undefined ? (
        <Notice tone="error">{problem.detail ?? problem.title}</Notice>
      ) : uses > 0 ? (
        <Notice tone="warn">
          {uses} {uses === 1 ? "flag or segment names" : "flags and segments name"} it. Take it out of their
          rules first.
        </Notice>
      ) : undefined}
    </Dialog>
  );
}
