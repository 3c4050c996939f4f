import type { Condition } from "@guidon/engine";
import { redirect, type MetaFunction } from "@remix-run/node";
import { useFetcher, useParams, useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useState } from "react";
import type { z } from "zod";
import type { Context } from "#app/platform/context.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { changeList } from "./change-list.server.ts";
import { changeSegment } from "./change-segment.server.ts";
import { copySegment } from "./copy-segment.server.ts";
import { deleteSegment } from "./delete-segment.server.ts";
import { ListPanel } from "./list-panel.tsx";
import { listUses } from "./list-uses.server.ts";
import type { ChangedSegment } from "./publish-segment.server.ts";
import { readKeys } from "./read-keys.server.ts";
import { readNameable } from "./read-nameable.server.ts";
import { readSegment } from "./read-segment.server.ts";
import { RulesPanel } from "./rules-panel.tsx";
import { segmentAction, type SegmentAction, type SegmentDone } from "./segment-action.ts";
import { SegmentDialogs, type Asking } from "./segment-dialogs.tsx";
import { SegmentHeader } from "./segment-header.tsx";
import { UsesPanel } from "./uses-panel.tsx";

export const meta: MetaFunction = ({ params }) => [
  { title: `${params["segment"] ?? ""} in ${params["environment"] ?? ""} · Guidon` },
];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Segments", to: `/projects/${params["project"] ?? ""}/segments/${params["environment"] ?? ""}` },
    { label: params["segment"] ?? "" },
  ],
};

const shownKeys = 100;

export const loader = pageLoader(async ({ ctx, url, param }) => {
  const place = { project: param("project"), environment: param("environment"), segment: param("segment") };
  const keysOf = (list: "included" | "excluded") => {
    const search = url.searchParams.get(list)?.slice(0, 500) ?? "";
    return readKeys(ctx, { ...place, list, search, limit: shownKeys }).then((page) => ({ ...page, search }));
  };
  const [segment, included, excluded, uses, nameable] = await Promise.all([
    readSegment(ctx, place),
    keysOf("included"),
    keysOf("excluded"),
    listUses(ctx, place),
    readNameable(ctx, place),
  ]);
  return { segment, included, excluded, uses, nameable };
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const asked = await readJson(request, segmentAction);
  const place = { project: param("project"), environment: param("environment"), segment: param("segment") };
  const done = await act(ctx, place, asked);
  if (done.did === "delete") throw redirect(`/projects/${place.project}/segments/${place.environment}`);
  return done;
});

/** What each form of the page asks for. */
async function act(
  ctx: Context,
  place: { readonly project: string; readonly environment: string; readonly segment: string },
  asked: z.output<typeof segmentAction>,
): Promise<SegmentDone> {
  switch (asked.do) {
    case "change": {
      const { do: did, rules, ...change } = asked;
      // Publishing says what is wrong with a condition that is none.
      const conditions = rules?.map(({ when }) => ({ when: when as unknown as Condition }));
      return done(did, await changeSegment(ctx, { ...place, ...change, rules: conditions }));
    }
    case "change-keys": {
      const { do: did, list, add = [], remove = [] } = asked;
      return done(did, await changeList(ctx, { ...place, list, edit: { add, remove } }));
    }
    case "copy": {
      const { do: did, ...copy } = asked;
      return done(did, await copySegment(ctx, { ...place, ...copy, expectedVersion: "*" }));
    }
    case "delete":
      await deleteSegment(ctx, { ...place, expectedVersion: asked.expectedVersion });
      return { did: asked.do, revision: 0, changes: [] };
  }
}

const done = (did: SegmentDone["did"], { revision, changes }: ChangedSegment): SegmentDone => ({
  did,
  revision,
  changes,
});

export default function SegmentRoute() {
  const { segment, included, excluded, uses, nameable } = useLoaded<typeof loader>();
  const { project, environments, may, refusal } = useProject();
  const { environment: key = "" } = useParams();
  const environment = environments.find((each) => each.key === key);
  const base = `/projects/${project.key}`;
  const mayWrite = environment !== undefined && may("segment.write", environment.id);
  const [asking, setAsking] = useState<Asking>();
  const close = useCallback(() => setAsking(undefined), []);
  const changing = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const { problem, done } = changing.data ?? {};
  const submit = (body: SegmentAction) => {
    changing.submit(JSON.stringify(body), { method: "post", encType: "application/json" });
  };
  useEffect(() => {
    if (done === undefined) return;
    const nothing = done.changes.length === 0;
    toast({
      title: nothing ? "Nothing to change" : done.did === "copy" ? "Copied" : "Saved",
      detail: nothing ? "It was so already." : done.changes.join(" · "),
    });
    setAsking(undefined);
  }, [done, toast]);
  useEffect(() => {
    if (problem === undefined) return;
    toast({ tone: "bad", title: problem.title, detail: problem.detail ?? undefined });
    if (problem.code === "version_conflict") revalidate();
  }, [problem, toast, revalidate]);

  if (environment === undefined) return null;
  const busy = changing.state !== "idle";
  const upload = `/api/v1${base}/environments/${key}/segments/${segment.key}/lists`;
  return (
    <div className="grid gap-4.5">
      <SegmentHeader
        segment={segment}
        environment={environment}
        history={`${base}/segments/${key}/${segment.key}/history`}
        mayWrite={mayWrite}
        onAsk={setAsking}
      />
      {!mayWrite && <Notice tone="locked">{refusal(`change segments in ${environment.name}`)}</Notice>}
      <div className="grid items-start gap-4.5 xl:grid-cols-[minmax(0,1fr)_300px]">
        <div className="grid min-w-0 gap-4.5">
          <RulesPanel
            key={segment.version}
            segment={segment}
            nameable={nameable}
            locked={!mayWrite}
            busy={busy}
            problem={problem}
            onSave={submit}
          />
          {([included, excluded] as const).map((page, index) => {
            const list = index === 0 ? "included" : "excluded";
            return (
              <ListPanel
                key={list}
                list={list}
                page={page}
                locked={!mayWrite}
                busy={busy}
                upload={`${upload}/${list}/upload`}
                onChange={(change) => submit({ do: "change-keys", list, ...change })}
                onUploaded={revalidate}
              />
            );
          })}
        </div>
        <UsesPanel base={base} environment={key} uses={uses} />
      </div>
      <SegmentDialogs
        asking={asking}
        segment={segment}
        environment={environment}
        environments={environments.filter((each) => each.key !== key && may("segment.write", each.id))}
        uses={uses.length}
        problem={problem}
        busy={busy}
        onSubmit={submit}
        onClose={close}
      />
    </div>
  );
}
