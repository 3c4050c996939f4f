import type { MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { keyOfName } from "#app/features/projects/key-of-name.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { FirstEvaluation } from "./first-evaluation.tsx";
import { FlagStep, KeyStep } from "./steps.tsx";

export const meta: MetaFunction = () => [{ title: "Get started · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Get started" }] };

export const loader = pageLoader(async ({ ctx, param, origin }) => {
  const { flags } = await listFlags(ctx, { project: param("project"), sort: "-createdAt", limit: 1 });
  return { origin, flag: flags[0] === undefined ? null : { key: flags[0].key, name: flags[0].name } };
});

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal("flag"), name: z.string().trim().min(1, "Give a name.").max(200) }),
  z.object({ do: z.literal("key"), environment: z.string() }),
]);

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const asked = await readForm(request, form);
  if (asked.do === "flag") {
    await createFlag(ctx, { project, key: keyOfName(asked.name) || "first-flag", name: asked.name });
    return { secret: undefined };
  }
  const { environment } = asked;
  const made = await createApiKey(ctx, {
    ...{ project, kind: "server", name: "Getting started", environment, expiresAt: null },
  });
  return { secret: made.key };
});

export default function Onboarding() {
  const { origin, flag } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const secret = answer?.done?.secret;
  return (
    <div className="grid max-w-200 gap-4">
      <PageHeader
        title="Get started"
        note="From nothing to the first evaluation in your own code, in two minutes."
      />
      <ol className="grid gap-4">
        <FlagStep flag={flag} mayWrite={may("flag.write")} problem={answer?.problem} busy={busy} />
        <KeyStep
          flag={flag}
          secret={secret}
          origin={origin}
          environments={environments}
          mayMakeKeys={may("key.write")}
          problem={answer?.problem}
          busy={busy}
        />
        <FirstEvaluation base={`/projects/${project.key}`} flag={flag} />
      </ol>
    </div>
  );
}
