import { Form } from "@remix-run/react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";

interface Shared {
  readonly email: string;
  readonly problem: ProblemView | undefined;
  /** What was saved just now. */
  readonly saved: "rename" | "password" | undefined;
  readonly busy: boolean;
}

export function NameForm({ name, email, problem, saved, busy }: Shared & { readonly name: string }) {
  return (
    <Panel title="Who you are">
      <Form method="post" className="grid max-w-100 gap-4">
        <input type="hidden" name="do" value="rename" />
        {saved === "rename" && <Notice tone="info">Saved.</Notice>}
        <Field label="Name" error={fieldMessage(problem, "/name")}>
          <Input name="name" defaultValue={name} autoComplete="name" required maxLength={100} />
        </Field>
        <Field label="E-mail" hint="The address by which you were invited; it stays.">
          <Input type="email" value={email} readOnly />
        </Field>
        <Button type="submit" busy={busy} className="justify-self-start">
          Save
        </Button>
      </Form>
    </Panel>
  );
}

export function PasswordForm({ email, problem, saved, busy }: Shared) {
  const message = formMessage(problem, ["/name", "/current", "/password"]);
  return (
    <Panel title="Password" note="Changing it signs you out everywhere else.">
      <Form method="post" className="grid max-w-100 gap-4">
        <input type="hidden" name="do" value="password" />
        <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
        {saved === "password" && <Notice tone="info">Your password is changed.</Notice>}
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field label="Present password" error={fieldMessage(problem, "/current")}>
          <Input name="current" type="password" autoComplete="current-password" required />
        </Field>
        <Field
          label="New password"
          error={fieldMessage(problem, "/password")}
          hint="At least 12 characters; length is all that counts."
        >
          <Input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={256}
          />
        </Field>
        <Button type="submit" busy={busy} className="justify-self-start">
          Change the password
        </Button>
      </Form>
    </Panel>
  );
}
