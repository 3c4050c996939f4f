import { redirect, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useNavigation } from "@remix-run/react";
import { CodeForm } from "#app/features/two-factor/code-form.tsx";
import { codeForm } from "#app/features/two-factor/code.ts";
import { Entrance } from "#app/pages/entrance.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader, safeReturn } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { finishSignIn } from "./finish-sign-in.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Guidon" }];

export const loader = pageLoader(
  async ({ ctx, url }) => {
    const to = safeReturn(url.searchParams.get("to"));
    if (ctx.actor.kind === "user") throw redirect(to);
    if (ctx.actor.kind === "anonymous" && ctx.actor.awaiting === undefined) {
      throw redirect(`/sign-in?to=${encodeURIComponent(to)}`);
    }
    return { to };
  },
  { public: true },
);

export const action = pageAction(
  async ({ ctx, request }) => {
    const { to, code } = await readForm(request, codeForm);
    const { cookie } = await finishSignIn(ctx, { code });
    throw redirect(safeReturn(to), { headers: { "Set-Cookie": cookie } });
  },
  { public: true },
);

export default function Code() {
  const { to } = useLoaded<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  const busy = useNavigation().state !== "idle";
  return (
    <Entrance title="One more step" note="Give the code that your authenticator app shows now.">
      <CodeForm to={to} problem={problem} busy={busy} submit="Sign in" />
      <p className="mt-5 text-sm text-ink-2">
        <Link to="/sign-in" reloadDocument className="text-accent hover:underline">
          Sign in as somebody else
        </Link>
      </p>
    </Entrance>
  );
}
