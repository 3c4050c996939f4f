import { Form } from "@remix-run/react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";

export interface JoinFormProps {
  /** The address the link was made for; null where the newcomer chooses it. */
  readonly email: string | null;
  readonly setup: boolean;
  /** What was sent before and refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

export function JoinForm({ email, setup, typed, problem, busy }: JoinFormProps) {
  const message = formMessage(problem, ["/name", "/email", "/password"]);
  return (
    <Form method="post" className="grid gap-4">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <Field label="Your name" error={fieldMessage(problem, "/name")}>
        <Input
          name="name"
          defaultValue={typed["name"]}
          autoComplete="name"
          required
          maxLength={100}
          autoFocus
        />
      </Field>
      <Field
        label="E-mail"
        error={fieldMessage(problem, "/email")}
        hint={email === null ? undefined : "The invitation is for this address."}
      >
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          readOnly={email !== null}
          defaultValue={email ?? typed["email"]}
        />
      </Field>
      <Field
        label="Password"
        error={fieldMessage(problem, "/password")}
        hint={
          setup
            ? "At least 12 characters; length is all that counts."
            : "At least 12 characters; length is all that counts. If you have an account here already, the password of that."
        }
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
      <Button type="submit" tone="primary" size="lg" busy={busy}>
        {setup ? "Become the Owner" : "Join"}
      </Button>
    </Form>
  );
}
