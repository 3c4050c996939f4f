import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { roleWords } from "#app/features/access/role-words.ts";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import type { Role } from "#app/platform/context.ts";
import { Button } from "#app/ui/button.tsx";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Select } from "#app/ui/select.tsx";
import { keyKinds, type KeyKind } from "./api-key.ts";
import { keyKindWords, lifetimes } from "./key-words.ts";
import type { ExampleFlags } from "./key-snippets.ts";
import { KeyShown } from "./key-shown.tsx";

export interface NewKeyDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly project: string;
  readonly origin: string;
  readonly flags: ExampleFlags;
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  /** The roles that the maker may give to a management key. */
  readonly roles: readonly Role[];
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: { readonly key?: string; readonly kind?: KeyKind } | undefined;
}

const shown = ["/name", "/kind", "/environment", "/role", "/lifetime"];

export function NewKeyDialog(props: NewKeyDialogProps) {
  const { open, onOpenChange, project, origin, flags, environments, roles } = props;
  const create = useFetcher<Answer>();
  const [kind, setKind] = useState<KeyKind>("server");
  const problem = create.data?.problem;
  const done = create.data?.done;
  if (done?.key !== undefined && done.kind !== undefined) {
    return (
      <KeyShown
        open={open}
        onOpenChange={onOpenChange}
        secret={done.key}
        kind={done.kind}
        project={project}
        origin={origin}
        flags={flags}
      />
    );
  }
  const message = formMessage(problem, shown);
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="New API key"
      footer={
        <>
          <Button tone="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form="new-key" tone="primary" busy={create.state !== "idle"}>
            Create key
          </Button>
        </>
      }
    >
      <create.Form id="new-key" method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <input type="hidden" name="do" value="create" />
        <ChoiceCards
          legend="Kind"
          name="kind"
          value={kind}
          onChange={setKind}
          choices={keyKinds.map((each) => ({
            value: each,
            label: keyKindWords[each].name,
            hint: keyKindWords[each].hint,
          }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" hint="Where it is used" error={fieldMessage(problem, "/name")}>
            <Input name="name" required maxLength={100} autoFocus placeholder="checkout service" />
          </Field>
          <Field label="Environment" error={fieldMessage(problem, "/environment")}>
            <Select
              name="environment"
              key={kind}
              defaultValue={kind === "management" ? "" : environments.at(-1)?.key}
            >
              {kind === "management" && <option value="">All environments</option>}
              {environments.map((environment) => (
                <option key={environment.key} value={environment.key}>
                  {environment.name}
                </option>
              ))}
            </Select>
          </Field>
          {kind === "management" && (
            <Field
              label="Acts as"
              hint="Never more than you may yourself"
              error={fieldMessage(problem, "/role")}
            >
              <Select name="role" defaultValue={roles.includes("developer") ? "developer" : roles[0]}>
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {roleWords[role].name}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <Field label="Ends after" error={fieldMessage(problem, "/lifetime")}>
            <Select name="lifetime" defaultValue={kind === "management" ? "90" : "never"} key={kind}>
              {Object.entries(lifetimes).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </create.Form>
    </Dialog>
  );
}
