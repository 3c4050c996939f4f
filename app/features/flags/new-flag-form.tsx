import type { FlagType } from "@guidon/engine";
import { Form, Link } from "@remix-run/react";
import { useState } from "react";
import { NameAndKey } from "#app/features/projects/name-and-key.tsx";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { flagKinds, flagTypes } from "./flag.ts";
import { kindWords, typeWords } from "./flag-words.ts";
import { firstVariants } from "./variants.ts";
import { VariantsEditor } from "./variants-editor.tsx";

export interface NewFlagFormProps {
  readonly back: string;
  /** What was sent before and refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

const shown = ["/name", "/key", "/description", "/type", "/kind", "/owner", "/tags", "/dueOn", "/variants"];

export function NewFlagForm({ back, typed, problem, busy }: NewFlagFormProps) {
  const [type, setType] = useState<FlagType>("boolean");
  const [rows, setRows] = useState(() => firstVariants("boolean"));
  const message = formMessage(problem, shown);
  return (
    <Form method="post" className="grid gap-5">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <Panel bodyClassName="grid gap-5">
        <NameAndKey
          typed={typed}
          placeholder="New checkout flow"
          keyHint="What code asks for. It never changes; the name may."
          nameError={fieldMessage(problem, "/name")}
          keyError={fieldMessage(problem, "/key")}
        />
        <Field label="Description" optional error={fieldMessage(problem, "/description")}>
          <Textarea
            name="description"
            defaultValue={typed["description"]}
            rows={2}
            placeholder="What it is for, and what to watch when it changes."
          />
        </Field>
        <ChoiceCards
          legend="Kind"
          name="kind"
          columns={5}
          defaultValue={flagKinds.find((kind) => kind === typed["kind"]) ?? "release"}
          error={fieldMessage(problem, "/kind")}
          choices={flagKinds.map((kind) => ({
            value: kind,
            label: kindWords[kind].name.replace(/^./, (letter) => letter.toUpperCase()),
            hint: kindWords[kind].hint,
          }))}
        />
      </Panel>
      <Panel
        title="What it serves"
        note="the type never changes; variants can be added later"
        bodyClassName="grid gap-5"
      >
        <ChoiceCards
          legend="Type"
          name="type"
          columns={4}
          value={type}
          onChange={(next) => {
            setType(next);
            setRows(firstVariants(next));
          }}
          error={fieldMessage(problem, "/type")}
          choices={flagTypes.map((each) => ({
            value: each,
            label: typeWords[each].name,
            hint: typeWords[each].hint,
          }))}
        />
        <VariantsEditor type={type} rows={rows} onChange={setRows} problem={problem} />
      </Panel>
      <Panel title="Care" note="who looks after it, and until when" bodyClassName="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Owner" optional error={fieldMessage(problem, "/owner")}>
            <Input name="owner" defaultValue={typed["owner"]} placeholder="payments" />
          </Field>
          <Field label="Tags" optional hint="Separated by commas" error={fieldMessage(problem, "/tags")}>
            <Input name="tags" defaultValue={typed["tags"]} placeholder="web, checkout" />
          </Field>
          <Field label="Remove by" optional hint="Empty: permanent" error={fieldMessage(problem, "/dueOn")}>
            <Input name="dueOn" type="date" defaultValue={typed["dueOn"]} />
          </Field>
        </div>
        <Checkbox
          name="client"
          value="true"
          label="Readable by client keys"
          hint="Client keys are public: whoever opens the app can read the values of this flag, never its rules."
        />
      </Panel>
      <div className="flex justify-end gap-2">
        <Button asChild tone="ghost">
          <Link to={back}>Cancel</Link>
        </Button>
        <Button type="submit" tone="primary" busy={busy}>
          Create flag
        </Button>
      </div>
    </Form>
  );
}
