import type { MetaFunction } from "@remix-run/node";
import { useFetcher, useParams, useRevalidator } from "@remix-run/react";
import { useEffect, useRef, type ReactNode } from "react";
import { z } from "zod";
import { EnvironmentTabs } from "#app/features/environments/environment-tabs.tsx";
import { workUnder } from "#app/pages/kept-work.ts";
import { useProject, type ProjectEnvironment } from "#app/pages/project-context.tsx";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { useFlag } from "./flag-context.tsx";
import { readPropagation } from "#app/features/propagation/read-propagation.server.ts";
import { readSurroundings } from "#app/features/targeting/read-surroundings.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import { referencesOf } from "#app/features/targeting/surroundings.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import { TargetingEditor, type TargetingChangeAsked } from "#app/features/targeting/targeting-editor.tsx";
import { useEnvironmentTabs } from "./use-environment-tabs.tsx";

export const meta: MetaFunction = ({ params }) => [
  { title: `${params["flag"] ?? ""} in ${params["environment"] ?? ""} · Guidon` },
];

export const loader = pageLoader(async ({ ctx, param }) => {
  const place = { project: param("project"), environment: param("environment"), flag: param("flag") };
  const { targeting, version } = await readTargeting(ctx, place);
  const [surroundings, { connected, serving }] = await Promise.all([
    readSurroundings(ctx, { ...place, ...referencesOf(targeting) }),
    readPropagation(ctx, place),
  ]);
  return { saved: { targeting, version }, surroundings, live: { connected, serving } };
});

const change = z.object({
  expectedVersion: z.string(),
  /** Says what would be, and changes nothing. */
  dryRun: z.boolean().optional(),
  comment: z.string().trim().max(1000, "At most 1000 characters."),
  // Only the outline is read here: publishing validates the document that results.
  targeting: z.looseObject({ on: z.boolean(), rules: z.array(z.unknown()), fallthrough: z.looseObject({}) }),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const { targeting, ...rest } = await readJson(request, change);
  const place = { project: param("project"), environment: param("environment"), flag: param("flag") };
  const edit = { replace: targeting as unknown as Targeting };
  const { revision, version, cannotRun } = await changeTargeting(ctx, { ...place, ...rest, edit });
  const { connected } = await readPropagation(ctx, {
    project: place.project,
    environment: place.environment,
  });
  return { revision, version, cannotRun, connected };
});

export default function TargetingRoute() {
  const { environment: key = "" } = useParams();
  const flag = useFlag();
  const { environments, may, refusal } = useProject();
  const environment = environments.find((each) => each.key === key);
  const tabs = useEnvironmentTabs("targeting");
  return (
    <>
      {environment !== undefined && (
        <Editor
          key={`${flag.key}/${key}`}
          tabs={<EnvironmentTabs tabs={tabs} />}
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
    </>
  );
}

function Editor(props: {
  readonly tabs: ReactNode;
  readonly environment: ProjectEnvironment;
  readonly locked: string | undefined;
}) {
  const { saved, surroundings, live } = useLoaded<typeof loader>();
  const flag = useFlag();
  const { project, person } = useProject();
  const previewing = useFetcher<typeof action>();
  const saving = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const before = useRef(saved.targeting);
  const { problem, done } = saving.data ?? {};

  const submit = (body: TargetingChangeAsked) => {
    before.current = saved.targeting;
    saving.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  };
  const preview = (body: TargetingChangeAsked) => {
    const asked = JSON.stringify({ ...body, dryRun: true });
    previewing.submit(asked, { method: "post", encType: "application/json" });
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
  const outdated = previewing.data?.problem?.code === "version_conflict";
  useEffect(() => {
    if (outdated) revalidate();
  }, [outdated, revalidate]);
  useEffect(() => {
    if (problem === undefined) return;
    toast({ tone: "bad", title: problem.title, detail: problem.detail ?? undefined });
    // What was saved meanwhile is shown beside the draft.
    if (problem.code === "version_conflict") revalidate();
  }, [problem, toast, revalidate]);

  return (
    <TargetingEditor
      tabs={props.tabs}
      base={`/projects/${project.key}`}
      flag={flag}
      environment={props.environment}
      saved={saved}
      surroundings={surroundings}
      live={live}
      locked={props.locked}
      busy={saving.state !== "idle"}
      problem={problem}
      preview={{
        busy: previewing.state !== "idle",
        problem: previewing.data?.problem,
        done: previewing.data?.done,
      }}
      keptUnder={workUnder(person.id, props.environment.id, flag.key)}
      onPreview={preview}
      onSave={submit}
    />
  );
}
