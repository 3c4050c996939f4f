import type { MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { emailSchema } from "#app/features/access/identity.ts";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { requestPasswordReset } from "./request-password-reset.server.ts";

export const meta: MetaFunction = () => [{ title: "A new password · Guidon" }];

const form = z.object({ email: emailSchema });

export const action = pageAction(
  async ({ ctx, request }) => {
    const asked = await readForm(request, form);
    requestPasswordReset(ctx, asked);
    return asked;
  },
  { public: true },
);

export default function Forgot() {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  if (answer?.done !== undefined) {
    return (
      <Entrance
        title="Look into your mail"
        note={`If ${answer.done.email} has an account with a password here, a link to a new one is on its way. It works once, within an hour.`}
      >
        <Button asChild>
          <Link to="/sign-in">Back to signing in</Link>
        </Button>
      </Entrance>
    );
  }
  const message = formMessage(answer?.problem, ["/email"]);
  return (
    <Entrance title="A new password" note="We mail you a link by which to choose one.">
      <Form method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field label="E-mail" error={fieldMessage(answer?.problem, "/email")}>
          <Input
            name="email"
            type="email"
            defaultValue={answer?.typed["email"]}
            autoComplete="username"
            required
            autoFocus
          />
        </Field>
        <Button type="submit" tone="primary" size="lg" busy={busy}>
          Mail me a link
        </Button>
        <Link to="/sign-in" className="justify-self-start text-sm text-accent hover:underline">
          Back to signing in
        </Link>
      </Form>
    </Entrance>
  );
}
