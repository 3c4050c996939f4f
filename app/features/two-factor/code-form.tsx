import { Form } from "@remix-run/react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";

export interface CodeFormProps {
  readonly to: string;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  readonly submit: string;
}

/** Asks for a code of the app, or a recovery code, whichever is at hand. */
export function CodeForm({ to, problem, busy, submit }: CodeFormProps) {
  const message = formMessage(problem, ["/code"]);
  return (
    <Form method="post" className="grid gap-4">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <input type="hidden" name="to" value={to} />
      <Field
        label="Code"
        error={fieldMessage(problem, "/code")}
        hint="Six digits from the app. If you have lost it, one of your recovery codes."
      >
        <Input name="code" autoComplete="one-time-code" inputMode="text" required autoFocus maxLength={100} />
      </Field>
      <Button type="submit" tone="primary" size="lg" busy={busy} className="justify-self-stretch">
        {submit}
      </Button>
    </Form>
  );
}
