import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { acceptInvitation } from "./accept-invitation.server.ts";
import { emailSchema, nameSchema, passwordSchema } from "#app/features/access/identity.ts";
import { JoinForm } from "./join-form.tsx";
import { readInvitation } from "./read-invitation.server.ts";

export const meta: MetaFunction = () => [{ title: "Join · Guidon" }];

export const loader = pageLoader(({ ctx, param }) => readInvitation(ctx, { token: param("token") }), {
  public: true,
});

const form = z.object({ name: nameSchema, email: emailSchema, password: passwordSchema });

export const action = pageAction(
  async ({ ctx, request, param }) => {
    const newcomer = await readForm(request, form);
    const { cookie, awaitsSecondFactor } = await acceptInvitation(ctx, {
      token: param("token"),
      ...newcomer,
    });
    throw redirect(awaitsSecondFactor ? "/sign-in/code" : "/", { headers: { "Set-Cookie": cookie } });
  },
  { public: true },
);

export default function Join() {
  const { email, role, setup } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const note = setup
    ? "You are the first one here. As Owner you may do everything, and invite the others."
    : `You have been invited as ${/^[aeiou]/.test(role) ? "an" : "a"} ${role}.`;
  return (
    <Entrance title={setup ? "Set up Guidon" : "Join Guidon"} note={note}>
      <JoinForm
        email={email}
        setup={setup}
        problem={answer?.problem}
        typed={answer?.typed ?? {}}
        busy={busy}
      />
    </Entrance>
  );
}
