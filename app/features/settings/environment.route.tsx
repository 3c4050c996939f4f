import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { Lock } from "lucide-react";
import { z } from "zod";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { changeEnvironment } from "#app/features/environments/change-environment.server.ts";
import { readEnvironment } from "#app/features/environments/read-environment.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { DeletePanel } from "./delete-panel.tsx";
import { deleteEnvironment } from "./delete-environment.server.ts";
import { ProtectionPanel } from "./protection-panel.tsx";
import { RenamePanel } from "./rename-panel.tsx";

export const meta: MetaFunction = () => [{ title: "Environment · Guidon" }];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Environments", to: `/projects/${params["project"] ?? ""}/environments` },
    { label: params["environment"] ?? "" },
  ],
};

export const loader = pageLoader(async ({ ctx, param, url }) => ({
  environment: await readEnvironment(ctx, { project: param("project"), environment: param("environment") }),
  fresh: hasFreshSecondFactor(ctx),
  here: url.pathname.replace(/\.data$/, ""),
}));

const form = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("rename"),
    version: z.string(),
    name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
  }),
  z.object({ do: z.enum(["protect", "unprotect"]), version: z.string() }),
  z.object({ do: z.literal("delete"), confirm: z.string().trim() }),
]);

export const action = pageAction(async ({ ctx, request, param }) => {
  const place = { project: param("project"), environment: param("environment") };
  const asked = await readForm(request, form);
  if (asked.do === "delete") {
    await deleteEnvironment(ctx, { ...place, ...asked });
    throw redirect(`/projects/${place.project}/environments`);
  }
  const change = asked.do === "rename" ? { name: asked.name } : { protected: asked.do === "protect" };
  await changeEnvironment(ctx, { ...place, ...change, expectedVersion: asked.version });
  throw redirect(`/projects/${place.project}/environments/${place.environment}`);
});

export default function Environment() {
  const { environment, fresh, here } = useLoaded<typeof loader>();
  const { may, refusal } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const problem = answer?.problem;
  const typed: Readonly<Record<string, string>> = answer?.typed ?? {};
  const of = (...deeds: string[]) => (deeds.includes(typed["do"] ?? "") ? problem : undefined);
  if (!may("environment.write", environment.id)) {
    return (
      <div className="grid max-w-180 gap-5">
        <EnvironmentHeader environment={environment} />
        <Notice tone="locked">{refusal("change this environment")}</Notice>
      </div>
    );
  }
  return (
    <div className="grid max-w-180 gap-5">
      <EnvironmentHeader environment={environment} />
      <RenamePanel
        // What was saved meanwhile is shown, and what was typed against it is not lost.
        key={environment.version}
        name={typed["name"] ?? environment.name}
        version={environment.version}
        problem={of("rename")}
        busy={busy}
        note="Its key stays: code, keys and addresses know it by that."
      />
      <ProtectionPanel
        environment={environment}
        fresh={fresh}
        here={here}
        problem={of("protect", "unprotect")}
        busy={busy}
      />
      {may("environment.write") && (
        <DeletePanel
          what="environment"
          confirm={environment.key}
          typed={typed["confirm"]}
          problem={of("delete")}
          busy={busy}
          locked={
            environment.protected
              ? "It is protected. Take the protection away before you delete it."
              : undefined
          }
        >
          For good: what flags do here, its history of {environment.revision} revisions, what SDKs reported,
          and roles that were given here alone. Its keys must have been revoked before.
        </DeletePanel>
      )}
    </div>
  );
}

function EnvironmentHeader({
  environment,
}: {
  readonly environment: { readonly key: string; readonly name: string; readonly protected: boolean };
}) {
  return (
    <PageHeader
      title={environment.name}
      chips={
        environment.protected && (
          <Chip tone="accent">
            <Lock aria-hidden />
            protected
          </Chip>
        )
      }
      note={<span className="font-mono text-xs">{environment.key}</span>}
    />
  );
}
