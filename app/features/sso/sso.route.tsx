import { redirect, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useNavigation } from "@remix-run/react";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, formOf, parse } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { changeSso } from "./change-sso.server.ts";
import { readSsoSettings } from "./read-sso.server.ts";
import { removeSso } from "./remove-sso.server.ts";
import { changeSsoSchema } from "./sso-connection.ts";
import { readSsoForm } from "./sso-form.ts";
import { SsoForm } from "./sso-settings-form.tsx";

export const meta: MetaFunction = () => [{ title: "Single sign-on · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Single sign-on" }] };

export const loader = pageLoader(async ({ ctx, url }) => {
  const [settings, projects] = await Promise.all([readSsoSettings(ctx), listProjects(ctx)]);
  return { ...settings, projects, fresh: hasFreshSecondFactor(ctx), saved: url.searchParams.has("saved") };
});

export const action = pageAction(async ({ ctx, request }) => {
  const fields = formFields(await formOf(request));
  if (fields["do"] === "remove") {
    await removeSso(ctx);
    throw redirect("/sso");
  }
  await changeSso(ctx, parse(readSsoForm(fields), changeSsoSchema));
  throw redirect("/sso?saved");
});

export default function Sso() {
  const { connection, redirectUri, projects, fresh, saved } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="grid max-w-200 gap-5">
      <PageHeader
        title="Single sign-on"
        chips={connection === null ? <Chip>off</Chip> : <Chip tone="on">on</Chip>}
        note="People sign in by your own identity provider (OpenID Connect), and its groups give them their roles."
      />
      {saved && answer === undefined && (
        <Notice tone="info">Saved. It holds from the next sign-in on.</Notice>
      )}
      {!fresh && (
        <Notice
          tone="locked"
          action={
            <Button asChild size="sm">
              <Link to="/second-factor?to=/sso">Give a code</Link>
            </Button>
          }
        >
          Whoever changes this decides who gets in, so it asks for your second factor first.
        </Notice>
      )}
      <SsoForm
        connection={connection}
        redirectUri={redirectUri}
        projects={projects}
        typed={answer?.typed ?? {}}
        problem={answer?.problem}
        locked={!fresh}
        busy={busy}
      />
    </div>
  );
}
