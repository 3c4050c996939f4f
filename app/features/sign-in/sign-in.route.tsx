import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { readSsoOffer } from "#app/features/sso/read-sso-offer.server.ts";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader, safeReturn } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { root } from "#app/platform/root.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { signIn } from "./sign-in.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Guidon" }];

export const loader = pageLoader(
  async ({ ctx, url }) => {
    const to = safeReturn(url.searchParams.get("to"));
    if (ctx.actor.kind === "user") throw redirect(to);
    return { to, sso: await readSsoOffer(ctx), newPassword: url.searchParams.has("new-password") };
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
    const { cookie, awaitsSecondFactor } = await throttled(ctx, () => signIn(ctx, credentials));
    const next = safeReturn(to);
    throw redirect(awaitsSecondFactor ? `/sign-in/code?to=${encodeURIComponent(next)}` : next, {
      headers: { "Set-Cookie": cookie },
    });
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
  const { to, sso, newPassword } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <Entrance title="Sign in" note="Feature flags, with a reason for every answer.">
      <div className="grid gap-5">
        {newPassword && <Notice tone="info">Your new password is set. Sign in with it.</Notice>}
        {sso !== null && (
          <>
            <Button asChild size="lg">
              <a href={`/sso/start?to=${encodeURIComponent(to)}`}>Sign in with {sso.name}</a>
            </Button>
            <p className="flex items-center gap-3 text-xs text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
              or with your password
            </p>
          </>
        )}
        <SignInForm to={to} problem={answer?.problem} email={answer?.typed["email"]} busy={busy} />
      </div>
    </Entrance>
  );
}
