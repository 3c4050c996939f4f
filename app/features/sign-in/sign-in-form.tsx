import { Form, Link } from "@remix-run/react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";

export interface SignInFormProps {
  readonly to: string;
  /** As it was sent before and refused. */
  readonly email: string | undefined;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

export function SignInForm({ to, email, problem, busy }: SignInFormProps) {
  const message = formMessage(problem, ["/email", "/password"]);
  return (
    <Form method="post" className="grid gap-4">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <input type="hidden" name="to" value={to} />
      <Field label="E-mail" error={fieldMessage(problem, "/email")}>
        <Input name="email" type="email" defaultValue={email} autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password" error={fieldMessage(problem, "/password")}>
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" tone="primary" size="lg" busy={busy}>
        Sign in
      </Button>
      <Link to="/forgot" className="justify-self-start text-sm text-accent hover:underline">
        Forgot your password?
      </Link>
    </Form>
  );
}
