import type { MetaFunction } from "@remix-run/node";
import { useFetcher, useParams, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import { useProject } from "#app/pages/project-context.tsx";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { useFlag } from "./flag-context.tsx";
import { listFlags } from "./list-flags.server.ts";
import { readSurroundings } from "#app/features/targeting/read-surroundings.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import { referencesOf } from "#app/features/targeting/surroundings.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import { TargetingEditor } from "#app/features/targeting/targeting-editor.tsx";
import { useEnvironmentTabs } from "./use-environment-tabs.tsx";

export const meta: MetaFunction = ({ params }) => [
  { title: `${params["flag"] ?? ""} in ${params["environment"] ?? ""} · Guidon` },
];

export const loader = pageLoader(async ({ ctx, param }) => {
  const place = { project: param("project"), environment: param("environment"), flag: param("flag") };
  const { targeting, version } = await readTargeting(ctx, place);
  const [surroundings, { flags }] = await Promise.all([
    readSurroundings(ctx, { ...place, ...referencesOf(targeting) }),
    listFlags(ctx, { project: place.project, limit: 200 }),
  ]);
  const choices = flags
    .filter((flag) => flag.key !== place.flag)
    .map(({ key, name, variants }) => ({ key, name, variants: variants.map((variant) => variant.key) }));
  return { saved: { targeting, version }, surroundings, choices };
});

const change = z.object({
  expectedVersion: z.string(),
  comment: z.string().trim().max(1000, "At most 1000 characters."),
  // Only the outline is read here: publishing validates the document that results.
  targeting: z.looseObject({ on: z.boolean(), rules: z.array(z.unknown()), fallthrough: z.looseObject({}) }),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const { targeting, ...rest } = await readJson(request, change);
  const place = { project: param("project"), environment: param("environment"), flag: param("flag") };
  const edit = { replace: targeting as unknown as Targeting };
  const { revision, version } = await changeTargeting(ctx, { ...place, ...rest, edit });
  return { revision, version };
});

export default function TargetingRoute() {
  const { environment: key = "" } = useParams();
  const flag = useFlag();
  const { environments, may, refusal } = useProject();
  const environment = environments.find((each) => each.key === key);
  const tabs = useEnvironmentTabs("targeting");
  return (
    <div className="grid gap-4">
      <EnvironmentTabs tabs={tabs} />
      {environment !== undefined && (
        <Editor
          key={`${flag.key}/${key}`}
          environment={environment}
          locked={
            flag.archived
              ? "The flag is archived. Restore it to change it."
              : may("targeting.write", environment.id)
                ? undefined
                : refusal(`change flags in ${environment.name}`)
          }
        />
      )}
    </div>
  );
}

function Editor(props: {
  readonly environment: { readonly key: string; readonly name: string };
  readonly locked: string | undefined;
}) {
  const { saved, surroundings, choices } = useLoaded<typeof loader>();
  const flag = useFlag();
  const { project } = useProject();
  const saving = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const before = useRef(saved.targeting);
  const { problem, done } = saving.data ?? {};

  const submit = (body: { expectedVersion: string; targeting: Targeting; comment: string }) => {
    before.current = saved.targeting;
    saving.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  };
  const submitLatest = useRef(submit);
  useEffect(() => {
    submitLatest.current = submit;
  });

  useEffect(() => {
    if (done === undefined) return;
    const previous = before.current;
    toast({
      title: `Saved as revision ${done.revision}`,
      detail: `${props.environment.name} serves it now.`,
      action: {
        label: "Undo",
        run() {
          const comment = `Undo of revision ${done.revision}`;
          submitLatest.current({ expectedVersion: done.version, targeting: previous, comment });
        },
      },
    });
  }, [done, toast, props.environment.name]);
  useEffect(() => {
    if (problem === undefined) return;
    toast({ tone: "bad", title: problem.title, detail: problem.detail ?? undefined });
    // What was saved meanwhile is shown beside the draft.
    if (problem.code === "version_conflict") revalidate();
  }, [problem, toast, revalidate]);

  return (
    <TargetingEditor
      base={`/projects/${project.key}`}
      flag={flag}
      environment={props.environment}
      saved={saved}
      surroundings={surroundings}
      choices={choices}
      locked={props.locked}
      busy={saving.state !== "idle"}
      problem={problem}
      onSave={submit}
    />
  );
}
