import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader, safeReturn } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { root } from "#app/platform/root.server.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { signIn } from "./sign-in.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Guidon" }];

export const loader = pageLoader(
  async ({ ctx, url }) => {
    const to = safeReturn(url.searchParams.get("to"));
    if (ctx.actor.kind === "user") throw redirect(to);
    return { to };
  },
  { public: true },
);

const form = z.object({
  email: z.string().min(1, "Give your e-mail address."),
  password: z.string().min(1, "Give your password."),
  to: z.string().optional(),
});

export const action = pageAction(
  async ({ ctx, request }) => {
    const { to, ...credentials } = await readForm(request, form);
    const { cookie } = await throttled(ctx, () => signIn(ctx, credentials));
    throw redirect(safeReturn(to), { headers: { "Set-Cookie": cookie } });
  },
  { public: true },
);

/** Whoever gives wrong passwords one after the other is kept waiting, and with them all behind their address. */
async function throttled<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  const { signIn: limiter } = root().limits;
  const address = ctx.origin.address ?? "";
  limiter.check(address);
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.code === "wrong_credentials") limiter.admit(address);
    throw error;
  }
}

export default function SignIn() {
  const { to } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <Entrance title="Sign in" note="Feature flags, with a reason for every answer.">
      <SignInForm to={to} problem={answer?.problem} email={answer?.typed["email"]} busy={busy} />
    </Entrance>
  );
}
