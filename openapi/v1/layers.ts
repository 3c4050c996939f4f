import { z } from "zod";
import { operation } from "../operation.ts";
import {
  changeQuery,
  dryRunQuery,
  environmentParams,
  ifMatch,
  managers,
  nextSchema,
  pageQuery,
  projectParams,
  text,
  timeSchema,
} from "./common.ts";
import { keySchema } from "./documents.ts";

const rangesSchema = z
  .array(z.tuple([z.number(), z.number()]))
  .meta({ id: "Ranges", description: "`[from, to)` in units of 1/100,000." });
const percentSchema = z.number().min(0).max(100);
const bySchema = z.array(z.string().min(1).max(200)).min(1).max(10).meta({
  description: "Attribute paths; the first usable one gives the unit. `targetingKey` where left out.",
});
const description = z.string().trim().max(1000);

const common = {
  key: keySchema,
  name: z.string(),
  description: z.string(),
  by: z.array(z.string()),
  seed: z.number(),
  version: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
};
const usesSchema = z.array(
  z.strictObject({
    environment: keySchema,
    slices: z.array(z.strictObject({ flag: keySchema, percent: z.number(), ranges: rangesSchema })),
  }),
);
const layerSchema = z
  .strictObject({
    ...common,
    holdout: keySchema.nullable().meta({ description: "Whose users get none of its slices." }),
    environments: z.array(
      z.strictObject({
        environment: keySchema,
        free: z.number().meta({ description: "Per cent that no flag holds." }),
        slices: z.array(z.strictObject({ flag: keySchema, percent: z.number(), ranges: rangesSchema })),
      }),
    ),
  })
  .meta({ id: "Layer", description: "A draw that flags take disjoint slices of." });
const holdoutSchema = z
  .strictObject({
    ...common,
    percent: z.number().meta({ description: "Who is kept out, in per cent." }),
    environments: usesSchema.meta({ description: "What it applies to, with who is let in." }),
  })
  .meta({ id: "Holdout", description: "A share of users kept out of whatever it applies to." });
const changeSchema = z
  .strictObject({ name: text(100).optional(), description: description.optional() })
  .meta({ id: "ChangeSharedDraw" });

const changedAnswer = {
  200: {
    description: "Published.",
    schema: z
      .strictObject({
        revision: z.number().meta({
          description: "The environment's revision that holds it; with `dryRun`, that would hold it.",
        }),
        version: z.string().meta({ description: "Of the flag's targeting, for the next If-Match." }),
        changes: z.array(z.string()).meta({ description: "In readable lines; none: nothing was published." }),
        ranges: rangesSchema.nullable().meta({ description: "Whom the split lets in; `null`: everybody." }),
        entering: z
          .number()
          .meta({ description: "Per cent of all users who are let in now and were not before." }),
        leaving: z.number().meta({ description: "Per cent of all users who were let in and are no longer." }),
      })
      .meta({ id: "ChangedSlice" }),
  },
};
const rule = z
  .string()
  .max(200)
  .optional()
  .meta({ description: "A rule's id; the fallthrough where left out." });
const comment = z.string().max(1000).optional().meta({ description: "Why; kept with the revision." });

const layerParams = projectParams.extend({ layer: keySchema });
const holdoutParams = projectParams.extend({ holdout: keySchema });
const sliceParams = environmentParams.extend({ layer: keySchema, flag: keySchema });
const heldOutParams = environmentParams.extend({ holdout: keySchema, flag: keySchema });
const managed = { tag: "Layers", credentials: managers } as const;
const shop = { project: "storefront" };
const production = { ...shop, environment: "production" };
const any = { "if-match": "*" };

export const layerOperations = {
  createHoldout: operation({
    ...managed,
    id: "createHoldout",
    method: "post",
    path: "/api/v1/projects/{project}/holdouts",
    summary: "Create a holdout",
    params: projectParams,
    query: dryRunQuery,
    body: z
      .strictObject({
        key: keySchema,
        name: text(100).optional(),
        description: description.optional(),
        by: bySchema.optional(),
        percent: percentSchema.meta({ description: "Who is kept out. It never changes." }),
      })
      .meta({ id: "CreateHoldout" }),
    answers: {
      201: { description: "Created.", schema: holdoutSchema },
      200: { description: "With `dryRun`: as it would be.", schema: holdoutSchema },
    },
    example: {
      params: shop,
      body: { key: "untouched", name: "Untouched", percent: 5 },
      status: 201,
    },
  }),
  listHoldouts: operation({
    ...managed,
    id: "listHoldouts",
    method: "get",
    path: "/api/v1/projects/{project}/holdouts",
    summary: "The holdouts of a project, with what they apply to",
    params: projectParams,
    query: pageQuery,
    answers: {
      200: {
        description: "By key.",
        schema: z.strictObject({ holdouts: z.array(holdoutSchema), next: nextSchema }),
      },
    },
    example: { params: shop, status: 200 },
  }),
  getHoldout: operation({
    ...managed,
    id: "getHoldout",
    method: "get",
    path: "/api/v1/projects/{project}/holdouts/{holdout}",
    summary: "Read a holdout",
    params: holdoutParams,
    answers: { 200: { description: "The holdout, its version as ETag.", schema: holdoutSchema } },
    example: { params: { ...shop, holdout: "untouched" }, status: 200 },
  }),
  changeHoldout: operation({
    ...managed,
    id: "changeHoldout",
    method: "patch",
    path: "/api/v1/projects/{project}/holdouts/{holdout}",
    summary: "Change what a holdout is called",
    params: holdoutParams,
    headers: ifMatch,
    body: changeSchema,
    answers: { 200: { description: "Changed.", schema: holdoutSchema } },
    example: {
      params: { ...shop, holdout: "untouched" },
      headers: any,
      body: { description: "Sees no experiment this year" },
      status: 200,
    },
  }),
  createLayer: operation({
    ...managed,
    id: "createLayer",
    method: "post",
    path: "/api/v1/projects/{project}/layers",
    summary: "Create a layer",
    params: projectParams,
    query: dryRunQuery,
    body: z
      .strictObject({
        key: keySchema,
        name: text(100).optional(),
        description: description.optional(),
        by: bySchema.optional(),
        holdout: keySchema
          .nullable()
          .optional()
          .meta({ description: "Whose users get none of its slices. It never changes." }),
      })
      .meta({ id: "CreateLayer" }),
    answers: {
      201: { description: "Created.", schema: layerSchema },
      200: { description: "With `dryRun`: as it would be.", schema: layerSchema },
    },
    example: {
      params: shop,
      body: { key: "search-and-checkout", name: "Search and checkout" },
      status: 201,
    },
  }),
  listLayers: operation({
    ...managed,
    id: "listLayers",
    method: "get",
    path: "/api/v1/projects/{project}/layers",
    summary: "The layers of a project, with who holds what of them",
    params: projectParams,
    query: pageQuery,
    answers: {
      200: {
        description: "By key.",
        schema: z.strictObject({ layers: z.array(layerSchema), next: nextSchema }),
      },
    },
    example: { params: shop, status: 200 },
  }),
  getLayer: operation({
    ...managed,
    id: "getLayer",
    method: "get",
    path: "/api/v1/projects/{project}/layers/{layer}",
    summary: "Read a layer",
    params: layerParams,
    answers: { 200: { description: "The layer, its version as ETag.", schema: layerSchema } },
    example: { params: { ...shop, layer: "search-and-checkout" }, status: 200 },
  }),
  changeLayer: operation({
    ...managed,
    id: "changeLayer",
    method: "patch",
    path: "/api/v1/projects/{project}/layers/{layer}",
    summary: "Change what a layer is called",
    params: layerParams,
    headers: ifMatch,
    body: changeSchema,
    answers: { 200: { description: "Changed.", schema: layerSchema } },
    example: {
      params: { ...shop, layer: "search-and-checkout" },
      headers: any,
      body: { description: "Never both for one customer" },
      status: 200,
    },
  }),
  allocateSlice: operation({
    ...managed,
    id: "allocateSlice",
    method: "put",
    path: "/api/v1/projects/{project}/environments/{environment}/layers/{layer}/flags/{flag}",
    summary: "Give a flag's split so many per cent of a layer, that no other flag has",
    description:
      "If-Match names the version of the targeting. Who is in the slice stays in it as far as it goes; `entering` and `leaving` say how many move.",
    params: sliceParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({ percent: percentSchema, rule, comment }).meta({ id: "AllocateSlice" }),
    answers: changedAnswer,
    example: {
      params: { ...production, layer: "search-and-checkout", flag: "search-vector-ranking" },
      headers: any,
      body: { percent: 40 },
      status: 200,
    },
  }),
  freeSlice: operation({
    ...managed,
    id: "freeSlice",
    method: "delete",
    path: "/api/v1/projects/{project}/environments/{environment}/layers/{layer}/flags/{flag}",
    summary: "Take a flag's split out of a layer: it is then for everybody who comes to it",
    params: sliceParams,
    query: changeQuery.extend({ rule }),
    headers: ifMatch,
    answers: changedAnswer,
    example: {
      params: { ...production, layer: "search-and-checkout", flag: "search-vector-ranking" },
      headers: any,
      status: 200,
    },
  }),
  applyHoldout: operation({
    ...managed,
    id: "applyHoldout",
    method: "put",
    path: "/api/v1/projects/{project}/environments/{environment}/holdouts/{holdout}/flags/{flag}",
    summary: "Keep the users of a holdout out of a flag's split",
    params: heldOutParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({ rule, comment }).meta({ id: "ApplyHoldout" }),
    answers: changedAnswer,
    example: {
      params: { ...production, holdout: "untouched", flag: "search-vector-ranking" },
      headers: any,
      body: { comment: "Measured against" },
      status: 200,
    },
  }),
  liftHoldout: operation({
    ...managed,
    id: "liftHoldout",
    method: "delete",
    path: "/api/v1/projects/{project}/environments/{environment}/holdouts/{holdout}/flags/{flag}",
    summary: "Keep the users of a holdout out of a flag's split no longer",
    params: heldOutParams,
    query: changeQuery.extend({ rule }),
    headers: ifMatch,
    answers: changedAnswer,
    example: {
      params: { ...production, holdout: "untouched", flag: "search-vector-ranking" },
      headers: any,
      status: 200,
    },
  }),
  deleteLayer: operation({
    ...managed,
    id: "deleteLayer",
    method: "delete",
    path: "/api/v1/projects/{project}/layers/{layer}",
    summary: "Delete a layer that no flag has a slice of",
    params: layerParams,
    query: dryRunQuery,
    answers: { 204: { description: "Deleted." } },
    example: { params: { ...shop, layer: "search-and-checkout" }, status: 204 },
  }),
  deleteHoldout: operation({
    ...managed,
    id: "deleteHoldout",
    method: "delete",
    path: "/api/v1/projects/{project}/holdouts/{holdout}",
    summary: "Delete a holdout that applies to nothing",
    params: holdoutParams,
    query: dryRunQuery,
    answers: { 204: { description: "Deleted." } },
    example: { params: { ...shop, holdout: "untouched" }, status: 204 },
  }),
} as const;
