import type { MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation, useRouteLoaderData } from "@remix-run/react";
import { z } from "zod";
import { nameSchema, passwordSchema } from "#app/features/access/identity.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { ThemeForm } from "#app/pages/theme-form.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import type { loader as rootLoader } from "#app/root.tsx";
import { changePassword } from "./change-password.server.ts";
import { NameForm, PasswordForm } from "./profile-forms.tsx";
import { readAccount } from "./read-account.server.ts";
import { renameAccount } from "./rename-account.server.ts";

export const meta: MetaFunction = () => [{ title: "Profile · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Profile" }] };

export const loader = pageLoader(({ ctx }) => readAccount(ctx));

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal("rename"), name: nameSchema }),
  z.object({
    do: z.literal("password"),
    current: z.string().min(1, "Give your present password."),
    password: passwordSchema,
  }),
]);

export const action = pageAction(async ({ ctx, request, setCookie }) => {
  const asked = await readForm(request, form);
  if (asked.do === "rename") await renameAccount(ctx, asked);
  else setCookie((await changePassword(ctx, asked)).cookie);
  return { saved: asked.do };
});

export default function Profile() {
  const { name, email, hasPassword } = useLoaded<typeof loader>();
  const theme = useRouteLoaderData<typeof rootLoader>("root")?.theme ?? "system";
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const shared = { email, problem: answer?.problem, saved: answer?.done?.saved, busy };
  return (
    <div className="grid gap-4">
      <NameForm {...shared} name={answer?.typed["name"] ?? name} />
      {hasPassword && <PasswordForm {...shared} />}
      <ThemeForm theme={theme} here="/account/profile" />
    </div>
  );
}
