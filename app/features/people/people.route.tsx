import { redirect, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { keySettlements } from "#app/features/api-keys/key-settlement.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { signedInOf } from "#app/pages/signed-in.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { listPeople } from "./list-people.server.ts";
import { PeopleTable } from "./people-table.tsx";
import { removePerson } from "./remove-person.server.ts";
import { resetTwoFactor } from "./reset-two-factor.server.ts";

export const meta: MetaFunction = () => [{ title: "People · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "People" }] };

export const loader = pageLoader(async ({ ctx }) => ({
  people: await listPeople(ctx),
  self: signedInOf(ctx.actor).id,
  fresh: hasFreshSecondFactor(ctx),
}));

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal("reset"), person: z.uuid() }),
  z.object({
    do: z.literal("remove"),
    person: z.uuid(),
    confirm: z.string(),
    keys: z.enum(["", ...keySettlements]).transform((how) => (how === "" ? undefined : how)),
  }),
]);

export const action = pageAction(async ({ ctx, request }) => {
  const asked = await readForm(request, form);
  if (asked.do === "reset") await resetTwoFactor(ctx, asked);
  else await removePerson(ctx, asked);
  throw redirect("/people");
});

export default function People() {
  const { people, self, fresh } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const problem = answer?.problem;
  return (
    <div className="grid gap-4">
      <PageHeader title="People" note="Everybody who has an account here, whatever projects they are in." />
      {problem !== undefined && (
        <Notice tone="error">{problem.fields[0]?.message ?? problem.detail ?? problem.title}</Notice>
      )}
      {!fresh && (
        <Notice
          tone="locked"
          action={
            <Button asChild size="sm">
              <Link to="/second-factor?to=/people">Give a code</Link>
            </Button>
          }
        >
          Taking a lost second factor away and ending an account ask for your own second factor first.
        </Notice>
      )}
      <Panel flush>
        <PeopleTable people={people} self={self} locked={!fresh} busy={busy} />
      </Panel>
    </div>
  );
}
