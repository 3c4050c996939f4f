import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { formMessage } from "#app/pages/problem-view.ts";
import { signedInOf } from "#app/pages/signed-in.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { endOtherSessions } from "./end-other-sessions.server.ts";
import { endSession } from "./end-session.server.ts";
import { listSessions } from "./list-sessions.server.ts";
import { SessionsPanel } from "./sessions-panel.tsx";

export const meta: MetaFunction = () => [{ title: "Sessions · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Sessions" }] };

export const loader = pageLoader(async ({ ctx }) => ({
  person: signedInOf(ctx.actor).id,
  sessions: await listSessions(ctx),
}));

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal("end"), id: z.uuid() }),
  z.object({ do: z.literal("end-others") }),
]);

export const action = pageAction(async ({ ctx, request }) => {
  const asked = await readForm(request, form);
  if (asked.do === "end") await endSession(ctx, asked);
  else await endOtherSessions(ctx);
  throw redirect("/account/sessions");
});

export default function Sessions() {
  const { person, sessions } = useLoaded<typeof loader>();
  const message = formMessage(useActionData<typeof action>()?.problem, []);
  return (
    <div className="grid gap-4">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <SessionsPanel person={person} sessions={sessions} />
    </div>
  );
}
