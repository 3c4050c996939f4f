import { redirect, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useNavigation } from "@remix-run/react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader, safeReturn } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { ShieldCheck } from "lucide-react";
import { CodeForm } from "./code-form.tsx";
import { codeForm } from "./code.ts";
import { readTwoFactor } from "./read-two-factor.server.ts";
import { renewSecondFactor } from "./renew-second-factor.server.ts";

export const meta: MetaFunction = () => [{ title: "Second factor · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Second factor" }] };

export const loader = pageLoader(async ({ ctx, url }) => ({
  to: safeReturn(url.searchParams.get("to")),
  on: (await readTwoFactor(ctx)).since !== null,
}));

export const action = pageAction(async ({ ctx, request }) => {
  const { to, code } = await readForm(request, codeForm);
  const { cookie } = await renewSecondFactor(ctx, { code });
  throw redirect(safeReturn(to), { headers: { "Set-Cookie": cookie } });
});

export default function SecondFactor() {
  const { to, on } = useLoaded<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  const busy = useNavigation().state !== "idle";
  return (
    <div className="grid max-w-120 gap-5">
      <PageHeader
        title="Show that it is you"
        note="A few things ask for your second factor again, so that a session left open cannot do them."
      />
      <Panel>
        {on ? (
          <CodeForm to={to} problem={problem} busy={busy} submit="Go on" />
        ) : (
          <EmptyState
            icon={<ShieldCheck aria-hidden />}
            title="You have no second factor yet"
            action={
              <Button asChild tone="primary">
                <Link to="/account/two-factor">Turn two-factor on</Link>
              </Button>
            }
          >
            What you are about to do is for people with two-factor only.
          </EmptyState>
        )}
      </Panel>
    </div>
  );
}
