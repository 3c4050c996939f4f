import type { MetaFunction } from "@remix-run/node";
import { Layers, Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { keySchema } from "#app/features/projects/key.ts";
import { createSharedDraw } from "./create-shared-draw.server.ts";
import { HoldoutPanel, LayerPanel } from "./layer-panel.tsx";
import { listSharedDraws } from "./list-shared-draws.server.ts";
import { NewLayerDialog } from "./new-layer-dialog.tsx";
import { SliceDialog } from "./slice-dialog.tsx";
import { drawKinds } from "./shared-draw.ts";

export const meta: MetaFunction = () => [{ title: "Layers · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Layers" }] };

export const loader = pageLoader(async ({ ctx, param }) => {
  const project = param("project");
  return {
    layers: await listSharedDraws(ctx, { project, kind: "layer" }),
    holdouts: await listSharedDraws(ctx, { project, kind: "holdout" }),
  };
});

const form = z.object({
  kind: z.enum(drawKinds),
  key: keySchema,
  name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
  percent: z.coerce.number("Give a number.").min(0, "0 or more.").max(100, "100 at most.").optional(),
  holdout: z
    .string()
    .optional()
    .transform((key) => (key === "" ? undefined : key)),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const asked = await readForm(request, form);
  const { kind, key } = await createSharedDraw(ctx, { project: param("project"), ...asked });
  return { kind, key };
});

export default function LayersRoute() {
  const { layers, holdouts } = useLoaded<typeof loader>();
  const { project, environments, may } = useProject();
  const [adding, setAdding] = useState(false);
  const close = useCallback(() => setAdding(false), []);
  const [giving, setGiving] = useState<{ layer: string; environment: string; flag: string | undefined }>();
  const stop = useCallback(() => setGiving(undefined), []);
  const mayGive = (environment: string) =>
    environments.some(({ id, key }) => key === environment && may("targeting.write", id));
  const names = new Map(environments.map(({ key, name }) => [key, name]));
  const to = (flag: string, environment: string) =>
    `/projects/${project.key}/flags/${flag}/targeting/${environment}`;
  const empty = layers.length + holdouts.length === 0;
  const add = may("flag.write") && (
    <Button tone="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      New layer
    </Button>
  );
  return (
    <div className="grid max-w-220 gap-4">
      <PageHeader
        title="Layers"
        note="Flags that must not meet in one user take slices of a layer. A holdout keeps users out."
        actions={!empty && add}
      />
      {empty && (
        <Panel>
          <EmptyState icon={<Layers aria-hidden />} title="No layers yet" action={add}>
            Two experiments on the same page confuse each other. Give each a slice of a layer, and no user is
            in both.
          </EmptyState>
        </Panel>
      )}
      {layers.map((layer) => (
        <LayerPanel
          key={layer.key}
          draw={layer}
          holdout={layer.holdout}
          names={names}
          to={to}
          onSlice={(environment) =>
            mayGive(environment) ? (flag) => setGiving({ layer: layer.key, environment, flag }) : undefined
          }
        />
      ))}
      {holdouts.length > 0 && <h2 className="mt-2 text-lg font-[620]">Holdouts</h2>}
      {holdouts.map((holdout) => (
        <HoldoutPanel
          key={holdout.key}
          draw={holdout}
          percent={(holdout.heldOut ?? 0) / 1000}
          names={names}
          to={to}
        />
      ))}
      {giving !== undefined && (
        <SliceDialog
          layer={giving.layer}
          environment={names.get(giving.environment) ?? giving.environment}
          address={`/projects/${project.key}/layers/${giving.layer}/slices/${giving.environment}`}
          flag={giving.flag}
          free={
            layers
              .find(({ key }) => key === giving.layer)
              ?.environments.find(({ environment }) => environment === giving.environment)?.free ?? 0
          }
          onClose={stop}
        />
      )}
      {adding && <NewLayerDialog holdouts={holdouts} onClose={close} />}
    </div>
  );
}
