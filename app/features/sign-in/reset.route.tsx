import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { passwordSchema } from "#app/features/access/identity.ts";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { readPasswordReset } from "./read-password-reset.server.ts";
import { resetPassword } from "./reset-password.server.ts";

export const meta: MetaFunction = () => [{ title: "A new password · Guidon" }];

export const loader = pageLoader(({ ctx, param }) => readPasswordReset(ctx, { token: param("token") }), {
  public: true,
});

const form = z.object({ password: passwordSchema });

export const action = pageAction(
  async ({ ctx, request, param }) => {
    const { password } = await readForm(request, form);
    await resetPassword(ctx, { token: param("token"), password });
    throw redirect("/sign-in?new-password");
  },
  { public: true },
);

export default function Reset() {
  const { email } = useLoaded<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  const busy = useNavigation().state !== "idle";
  const message = formMessage(problem, ["/password"]);
  return (
    <Entrance title="Choose a new password" note="You are then signed out everywhere, and sign in with it.">
      <Form method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field label="E-mail">
          <Input type="email" defaultValue={email} autoComplete="username" readOnly />
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
            autoFocus
          />
        </Field>
        <Button type="submit" tone="primary" size="lg" busy={busy}>
          Set the password
        </Button>
      </Form>
    </Entrance>
  );
}
