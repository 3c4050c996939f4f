import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { Select } from "#app/ui/select.tsx";
import { useToast } from "#app/ui/toast.tsx";
import type { DrawKind } from "./shared-draw.ts";

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: { readonly kind: DrawKind; readonly key: string } | undefined;
}

/** Makes a layer or a holdout, with what can never be changed about it. */
export function NewLayerDialog(props: {
  readonly holdouts: readonly { readonly key: string; readonly name: string }[];
  readonly onClose: () => void;
}) {
  const { holdouts, onClose } = props;
  const create = useFetcher<Answer>();
  const [kind, setKind] = useState<DrawKind>("layer");
  const toast = useToast();
  const { problem, done } = create.data ?? {};
  useEffect(() => {
    if (done === undefined) return;
    toast({ title: `Created the ${done.kind} ${done.key}` });
    onClose();
  }, [done, toast, onClose]);
  const message = formMessage(problem, ["/key", "/name", "/percent", "/holdout"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={kind === "layer" ? "New layer" : "New holdout"}
      description={
        kind === "layer"
          ? "Flags take slices of it, and no two of them have a user in common."
          : "A share of users that is kept out, so that there is somebody to measure against."
      }
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form="new-layer" tone="primary" busy={create.state !== "idle"}>
            Create {kind}
          </Button>
        </>
      }
    >
      <create.Form id="new-layer" method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <input type="hidden" name="kind" value={kind} />
        <Segmented
          label="What to create"
          value={kind}
          onChange={setKind}
          options={[
            { value: "layer", label: "Layer" },
            { value: "holdout", label: "Holdout" },
          ]}
          className="justify-self-start"
        />
        <Field label="Name" error={fieldMessage(problem, "/name")}>
          <Input name="name" required maxLength={100} autoComplete="off" />
        </Field>
        <Field label="Key" hint="It never changes." error={fieldMessage(problem, "/key")}>
          <Input name="key" mono required maxLength={200} spellCheck={false} autoCapitalize="off" />
        </Field>
        {kind === "holdout" ? (
          <Field
            label="Per cent kept out"
            hint="It never changes, since that would move users of all that it applies to."
            error={fieldMessage(problem, "/percent")}
          >
            <Input name="percent" type="number" required min={0} max={100} step={0.001} defaultValue={5} />
          </Field>
        ) : (
          <Field label="Keeps out" optional error={fieldMessage(problem, "/holdout")}>
            <Select name="holdout" defaultValue="">
              <option value="">nobody</option>
              {holdouts.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </create.Form>
    </Dialog>
  );
}
