import type { z } from "zod";
import { allocateSlice } from "#app/features/layers/allocate-slice.server.ts";
import type { ChangedGates } from "#app/features/layers/change-gates.server.ts";
import { changeSharedDraw } from "#app/features/layers/change-shared-draw.server.ts";
import { createSharedDraw } from "#app/features/layers/create-shared-draw.server.ts";
import { deleteSharedDraw } from "#app/features/layers/delete-shared-draw.server.ts";
import { freeSlice } from "#app/features/layers/free-slice.server.ts";
import { holdOut } from "#app/features/layers/hold-out.server.ts";
import {
  listSharedDraws,
  readSharedDraw,
  type UsedDraw,
} from "#app/features/layers/list-shared-draws.server.ts";
import { pageOf } from "#app/platform/cursor.ts";
import type { layerOperations } from "#openapi/v1/layers.ts";
import type { Handler } from "./handler.ts";
import { holdoutOrder, layerOrder, usualLimit } from "./list-orders.ts";
import { entityTag, time, versionOf } from "./present.ts";

type Operations = typeof layerOperations;
type LayerHandlers = { [Id in keyof Operations]: Handler<Operations[Id]> };
type Layer = z.input<Operations["getLayer"]["answers"][200]["schema"]>;
type Holdout = z.input<Operations["getHoldout"]["answers"][200]["schema"]>;

export const layerHandlers: LayerHandlers = {
  createHoldout: async (ctx, { params, query, body }) => {
    const made = await createSharedDraw(ctx, { ...params, ...body, ...query, kind: "holdout" });
    const unused = presentHoldout({ ...made, holdout: null, environments: [] });
    if (query.dryRun === true) return { status: 200, body: unused };
    const location = `/api/v1/projects/${params.project}/holdouts/${made.key}`;
    return { status: 201, headers: { etag: entityTag(String(made.version)), location }, body: unused };
  },
  listHoldouts: async (ctx, { params, query }) => {
    const found = await listSharedDraws(ctx, { ...params, kind: "holdout" });
    const { rows, next } = pageOf(found, holdoutOrder, { limit: usualLimit, ...query });
    return { status: 200, body: { holdouts: rows.map(presentHoldout), next } };
  },
  getHoldout: async (ctx, { params: { project, holdout } }) =>
    shownHoldout(await readSharedDraw(ctx, { project, kind: "holdout", key: holdout })),
  changeHoldout: async (ctx, { params: { project, holdout: key }, headers, body }) => {
    const named = { project, kind: "holdout", key } as const;
    await changeSharedDraw(ctx, { ...named, ...body, expectedVersion: versionOf(headers["if-match"]) });
    return shownHoldout(await readSharedDraw(ctx, named));
  },
  deleteHoldout: async (ctx, { params: { project, holdout }, query }) => {
    await deleteSharedDraw(ctx, { project, kind: "holdout", key: holdout, ...query });
    return { status: 204 };
  },

  createLayer: async (ctx, { params, query, body }) => {
    const made = await createSharedDraw(ctx, { ...params, ...body, ...query, kind: "layer" });
    const unused = presentLayer({ ...made, holdout: body.holdout ?? null, environments: [] });
    if (query.dryRun === true) return { status: 200, body: unused };
    const location = `/api/v1/projects/${params.project}/layers/${made.key}`;
    return { status: 201, headers: { etag: entityTag(String(made.version)), location }, body: unused };
  },
  listLayers: async (ctx, { params, query }) => {
    const found = await listSharedDraws(ctx, { ...params, kind: "layer" });
    const { rows, next } = pageOf(found, layerOrder, { limit: usualLimit, ...query });
    return { status: 200, body: { layers: rows.map(presentLayer), next } };
  },
  getLayer: async (ctx, { params: { project, layer } }) =>
    shownLayer(await readSharedDraw(ctx, { project, kind: "layer", key: layer })),
  changeLayer: async (ctx, { params: { project, layer: key }, headers, body }) => {
    const named = { project, kind: "layer", key } as const;
    await changeSharedDraw(ctx, { ...named, ...body, expectedVersion: versionOf(headers["if-match"]) });
    return shownLayer(await readSharedDraw(ctx, named));
  },
  deleteLayer: async (ctx, { params: { project, layer }, query }) => {
    await deleteSharedDraw(ctx, { project, kind: "layer", key: layer, ...query });
    return { status: 204 };
  },

  allocateSlice: async (ctx, { params, query, headers, body }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    return changed(await allocateSlice(ctx, { ...params, ...body, ...query, expectedVersion }));
  },
  freeSlice: async (ctx, { params, query, headers }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    return changed(await freeSlice(ctx, { ...params, ...query, expectedVersion }));
  },
  applyHoldout: async (ctx, { params, query, headers, body }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    return changed(await holdOut(ctx, { ...params, ...body, ...query, expectedVersion, applies: true }));
  },
  liftHoldout: async (ctx, { params, query, headers }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    return changed(await holdOut(ctx, { ...params, ...query, expectedVersion, applies: false }));
  },
};

function changed({ changes, ranges, ...answer }: ChangedGates) {
  return {
    status: 200 as const,
    headers: { etag: entityTag(answer.version) },
    body: {
      ...answer,
      changes: [...changes],
      ranges: ranges === null ? null : ranges.map(([from, to]): [number, number] => [from, to]),
    },
  };
}

function shownLayer(draw: UsedDraw) {
  return {
    status: 200 as const,
    headers: { etag: entityTag(String(draw.version)) },
    body: presentLayer(draw),
  };
}

function shownHoldout(draw: UsedDraw) {
  return {
    status: 200 as const,
    headers: { etag: entityTag(String(draw.version)) },
    body: presentHoldout(draw),
  };
}

function presentLayer(draw: UsedDraw): Layer {
  return { ...present(draw), holdout: draw.holdout, environments: usesOf(draw) };
}

function presentHoldout(draw: UsedDraw): Holdout {
  return {
    ...present(draw),
    percent: (draw.heldOut ?? 0) / 1000,
    environments: usesOf(draw).map(({ environment, slices }) => ({ environment, slices })),
  };
}

function present({ key, name, description, by, seed, version, createdAt, updatedAt }: UsedDraw) {
  return {
    ...{ key, name, description, by: [...by], seed, version: String(version) },
    ...{ createdAt: time(createdAt), updatedAt: time(updatedAt) },
  };
}

function usesOf({ environments }: UsedDraw): Layer["environments"] {
  return environments.map(({ environment, free, slices }) => ({
    environment,
    free,
    slices: slices.map(({ ranges, ...slice }) => ({
      ...slice,
      ranges: ranges.map(([from, to]): [number, number] => [from, to]),
    })),
  }));
}
