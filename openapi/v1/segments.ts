import { z } from "zod";
import { operation } from "../operation.ts";
import {
  changeQuery,
  dryRunQuery,
  environmentParams,
  ifMatch,
  managers,
  optionalIfMatch,
  pageQuery,
  text,
  timeSchema,
} from "./common.ts";
import { conditionSchema, keySchema } from "./documents.ts";
import { documentNameSchema } from "./flags.ts";
import { cannotRunSchema, changesSchema, commentSchema, revisionSchema } from "./targeting.ts";

const listNameSchema = z.enum(["included", "excluded"]);

const standingSchema = z
  .strictObject({
    revision: z.number().meta({ description: "Of the list: goes up by one with each change." }),
    count: z.number(),
    digest: z.string().meta({ description: "SHA-256 of the sorted keys, as SDKs check it." }),
  })
  .meta({ id: "ListStanding", description: "Where a list stands in its log." });

const definition = {
  name: text(200),
  description: z.string().max(5000),
  by: text(500).meta({ description: "The attribute whose values the lists hold; `targetingKey` for most." }),
  rules: z
    .array(z.strictObject({ when: conditionSchema }))
    .max(500)
    .meta({ description: "Whoever any of them holds for belongs to the segment." }),
};

export const segmentSchema = z
  .strictObject({
    key: keySchema,
    ...definition,
    lists: z.strictObject({ included: standingSchema, excluded: standingSchema }),
    version: z.string().meta({
      description: "Of all but the lists: what If-Match names, without the quotes.",
    }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({ id: "Segment", description: "An audience of one environment." });

/** In JSON; a file takes more. */
const keysSchema = z.array(z.string().min(1).max(500)).max(10_000);

const createSegmentSchema = z
  .strictObject({
    key: keySchema,
    ...z.object(definition).partial().shape,
    included: keysSchema.optional(),
    excluded: keysSchema.optional(),
    comment: commentSchema,
  })
  .meta({ id: "CreateSegment" });

const updateSegmentSchema = z
  .strictObject({ ...z.object(definition).partial().shape, comment: commentSchema })
  .meta({ id: "UpdateSegment", description: "What is left out stays as it is; rules are given as a whole." });

const changeKeysSchema = z
  .strictObject({
    add: keysSchema.optional(),
    remove: keysSchema.optional(),
    comment: commentSchema,
  })
  .meta({ id: "ChangeKeys", description: "A key in both is removed and added: it is there." });

const usedBySchema = z
  .array(documentNameSchema)
  .meta({ description: "The flags and segments of the environment that name it." });

const changed = {
  revision: revisionSchema,
  changes: changesSchema,
  usedBy: usedBySchema,
  cannotRun: cannotRunSchema,
};
const changedSegmentSchema = z
  .strictObject({
    segment: segmentSchema,
    findings: z
      .array(
        z.strictObject({
          kind: z.enum(["contradiction", "shadowed", "empty"]),
          rule: z.number().nullable().meta({ description: "Its index; `null`: the whole segment." }),
          words: z.string(),
        }),
      )
      .meta({ description: "Rules that let nobody in, as far as a moment's thought can prove." }),
    ...changed,
  })
  .meta({ id: "ChangedSegment" });
const changedListSchema = z
  .strictObject({
    list: standingSchema,
    added: z.number().meta({ description: "Keys that came; those that were there already do not count." }),
    removed: z.number(),
    ...changed,
  })
  .meta({ id: "ChangedList" });
const uploadedSchema = z
  .strictObject({
    list: standingSchema,
    added: z.number().meta({ description: "Keys that came; those that were there already do not count." }),
    removed: z.number(),
    lines: z.number().meta({ description: "Lines with a key." }),
    duplicates: z.number().meta({ description: "Of them, those whose key stood on an earlier line." }),
    ...changed,
  })
  .meta({ id: "UploadedKeys" });

const segmentParams = environmentParams.extend({ segment: keySchema });
const listParams = segmentParams.extend({ list: listNameSchema });
const segments = "/api/v1/projects/{project}/environments/{environment}/segments";
const published = { description: "Published.", schema: changedSegmentSchema };

const staging = { project: "storefront", environment: "staging" };
const testers = { ...staging, segment: "launch-partners" };
const included = { ...testers, list: "included" };

export const segmentOperations = {
  listSegments: operation({
    id: "listSegments",
    method: "get",
    path: segments,
    summary: "List the segments of an environment, last changed first",
    tag: "Segments",
    credentials: managers,
    params: environmentParams,
    query: pageQuery.extend({
      search: z.string().max(200).optional().meta({ description: "Part of a key or name." }),
    }),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({
          segments: z.array(segmentSchema),
          total: z.number(),
          next: z.string().nullable(),
        }),
      },
    },
    example: { params: staging, query: { limit: "2" }, status: 200 },
  }),
  createSegment: operation({
    id: "createSegment",
    method: "post",
    path: segments,
    summary: "Create a segment in an environment",
    tag: "Segments",
    credentials: managers,
    params: environmentParams,
    query: dryRunQuery,
    body: createSegmentSchema,
    answers: {
      201: { description: "Created; Location leads to it.", schema: changedSegmentSchema },
      200: { description: "With `dryRun`: as it would be.", schema: changedSegmentSchema },
    },
    example: {
      params: staging,
      body: {
        key: "launch-partners",
        name: "Launch partners",
        rules: [{ when: { attribute: "organization.plan", op: "in", values: ["enterprise"] } }],
        included: ["user-42", "user-318"],
        excluded: ["qa-bot"],
      },
      status: 201,
    },
  }),
  getSegment: operation({
    id: "getSegment",
    method: "get",
    path: `${segments}/{segment}`,
    summary: "Read a segment",
    tag: "Segments",
    credentials: managers,
    params: segmentParams,
    answers: { 200: { description: "The segment, its version as ETag.", schema: segmentSchema } },
    example: { params: testers, status: 200 },
  }),
  updateSegment: operation({
    id: "updateSegment",
    method: "patch",
    path: `${segments}/{segment}`,
    summary: "Change a segment's name, attribute or rules",
    tag: "Segments",
    credentials: managers,
    params: segmentParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: updateSegmentSchema,
    answers: { 200: published },
    example: {
      params: testers,
      headers: { "if-match": "*" },
      body: {
        rules: [{ when: { attribute: "organization.plan", op: "in", values: ["pro", "enterprise"] } }],
        comment: "The pro plan joins",
      },
      status: 200,
    },
  }),
  copySegment: operation({
    id: "copySegment",
    method: "post",
    path: `${segments}/{segment}/copy-to`,
    summary: "Make a segment in another environment what it is in this one",
    description:
      "If-Match names the version there, where there is one; where there is none, it is created. What its rules name must be there.",
    tag: "Segments",
    credentials: managers,
    params: segmentParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z
      .strictObject({
        to: keySchema,
        withoutLists: z.boolean().optional().meta({
          description: "Leaves the lists there as they are: their keys often mean other people.",
        }),
        comment: commentSchema,
      })
      .meta({ id: "CopySegment" }),
    answers: { 200: published },
    example: {
      params: testers,
      headers: { "if-match": "*" },
      body: { to: "development", comment: "The same for everybody's laptop" },
      status: 200,
    },
  }),
  listSegmentUses: operation({
    id: "listSegmentUses",
    method: "get",
    path: `${segments}/{segment}/dependents`,
    summary: "The flags and segments that name a segment",
    description: "While there are any, it is not deleted.",
    tag: "Segments",
    credentials: managers,
    params: segmentParams,
    answers: { 200: { description: "Their keys.", schema: z.strictObject({ dependents: usedBySchema }) } },
    example: { params: testers, status: 200 },
  }),
  listKeys: operation({
    id: "listKeys",
    method: "get",
    path: `${segments}/{segment}/lists/{list}`,
    summary: "Whom a segment's list holds",
    tag: "Segments",
    credentials: managers,
    params: listParams,
    query: z.object({
      search: z.string().max(500).optional().meta({ description: "Part of a key." }),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .meta({ description: "50 where left out." }),
      cursor: z.string().max(500).optional().meta({ description: "`next` of the page before." }),
    }),
    answers: {
      200: {
        description: "One page in the order of the keys, the list's revision as ETag.",
        schema: standingSchema.extend({
          by: z.string(),
          keys: z.array(z.string()),
          total: z.number().meta({ description: "How many match, over all pages." }),
          next: z.string().nullable(),
        }),
      },
    },
    example: { params: included, query: { search: "user" }, status: 200 },
  }),
  changeKeys: operation({
    id: "changeKeys",
    method: "post",
    path: `${segments}/{segment}/lists/{list}`,
    summary: "Add keys to a segment's list, and remove some",
    description: "Asks for no version: what is there already stays, and what is not there is not missed.",
    tag: "Segments",
    credentials: managers,
    params: listParams,
    query: dryRunQuery,
    headers: optionalIfMatch,
    body: changeKeysSchema,
    bodyLimit: 8 * 1024 * 1024,
    answers: { 200: { description: "Published.", schema: changedListSchema } },
    example: {
      params: included,
      body: { add: ["user-7"], remove: ["user-318"], comment: "One comes, one goes" },
      status: 200,
    },
  }),
  uploadKeys: operation({
    id: "uploadKeys",
    method: "post",
    path: `${segments}/{segment}/lists/{list}/upload`,
    summary: "Add, remove or replace keys by a file of any length",
    description:
      "CSV: one column, or several with a header that names one `key` or as the segment's attribute. NDJSON: on each line a string, a whole number, or an object with one of them under these names. One wrong line refuses all, and the problem names each by its number: `/lines/17`. To replace asks for the list's revision as If-Match.",
    tag: "Segments",
    credentials: managers,
    params: listParams,
    query: changeQuery.extend({ mode: z.enum(["add", "remove", "replace"]).optional() }),
    headers: ifMatch,
    streams: ["text/csv", "application/x-ndjson"],
    answers: { 200: { description: "Published.", schema: uploadedSchema } },
    example: {
      params: included,
      query: { mode: "add" },
      headers: { "content-type": "text/csv" },
      body: "key,name\nuser-1001,Rosa\nuser-1002,Ravi\n",
      status: 200,
    },
  }),
  getSegmentList: operation({
    id: "getSegmentList",
    method: "get",
    path: "/api/v1/segments/{segment}/list",
    summary: "A list that travels apart from its segment, for SDKs",
    description:
      "Whole, or with `since` as what was added and removed since then, whichever is shorter. SDKs check count and digest before they use it.",
    tag: "Delivery",
    credentials: ["server"],
    params: z.object({ segment: keySchema }),
    query: z.object({
      list: listNameSchema.optional().meta({ description: "`included` where left out." }),
      revision: z.coerce.number().int().min(0).optional().meta({
        description: "The list's revision that the segment's document names; the latest where left out.",
      }),
      since: z.coerce.number().int().min(0).optional().meta({ description: "The revision that you hold." }),
    }),
    headers: z.object({
      "if-none-match": z.string().max(500).optional(),
      "accept-encoding": z.string().max(500).optional(),
    }),
    answers: {
      200: {
        description: "The list.",
        schema: z
          .strictObject({
            ...standingSchema.shape,
            keys: z.array(z.string()).optional().meta({ description: "All of them." }),
            since: z.number().optional().meta({ description: "With it, `added` and `removed`." }),
            added: z.array(z.string()).optional(),
            removed: z.array(z.string()).optional(),
          })
          .meta({ id: "SegmentList" }),
      },
      304: { description: "Nothing changed since the ETag sent." },
    },
    example: { params: { segment: "beta-testers" }, status: 200 },
  }),
  deleteSegment: operation({
    id: "deleteSegment",
    method: "delete",
    path: `${segments}/{segment}`,
    summary: "Delete a segment that nothing uses",
    description: "Its history stays, that of its lists, too.",
    tag: "Segments",
    credentials: managers,
    params: segmentParams,
    query: changeQuery,
    headers: optionalIfMatch,
    answers: { 204: { description: "Deleted; with `dryRun`: would be." } },
    example: { params: { ...testers, environment: "development" }, status: 204 },
  }),
} as const;
