import { Form } from "@remix-run/react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";

export interface RenamePanelProps {
  readonly name: string;
  /** What the change is made against. */
  readonly version: string;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  readonly note: string;
}

export function RenamePanel({ name, version, problem, busy, note }: RenamePanelProps) {
  const message = formMessage(problem, ["/name"]);
  return (
    <Panel title="Name">
      <Form method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <input type="hidden" name="version" value={version} />
        <Field label="Name" hideLabel hint={note} error={fieldMessage(problem, "/name")}>
          <Input name="name" required maxLength={100} defaultValue={name} className="max-w-100" />
        </Field>
        <div>
          <Button type="submit" name="do" value="rename" tone="primary" busy={busy}>
            Save
          </Button>
        </div>
      </Form>
    </Panel>
  );
}
