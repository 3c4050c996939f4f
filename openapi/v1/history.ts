import { z } from "zod";
import { operation } from "../operation.ts";
import { dryRunQuery, environmentParams, ifMatch, managers, pageQuery, timeSchema } from "./common.ts";
import {
  evaluationSchema,
  flagDocumentSchema,
  keySchema,
  segmentDocumentSchema,
  snapshotSchema,
} from "./documents.ts";
import { contextSchema, stepsSchema } from "./evaluation.ts";
import { cannotRunSchema, movedSchema } from "./targeting.ts";

const revisionNumber = z.coerce.number().int().min(0);
const momentQuery = z.object({
  revision: revisionNumber.optional().meta({ description: "As of this revision of the environment." }),
  at: timeSchema.optional().meta({ description: "As it was served at this time." }),
});
const momentBody = {
  revision: z.int().min(0).optional().meta({ description: "As of this revision of the environment." }),
  at: timeSchema
    .optional()
    .meta({ description: "As it was served at this time. With a revision: only the evaluation's own time." }),
};
/** In a query, where one word has to do for both. */
const momentWord = z
  .union([z.string().regex(/^\d{1,15}$/), timeSchema], { error: "Give a revision, or a time in RFC 3339." })
  .meta({ description: "A revision, or a time in RFC 3339." });
const foundSchema = z
  .strictObject({ revision: z.number(), publishedAt: timeSchema })
  .meta({ id: "Moment", description: "A revision of an environment, and when it was published." });

const header = {
  revision: z.number(),
  at: timeSchema,
  actor: z.string(),
  comment: z.string(),
};
const linesSchema = z.array(z.string()).meta({ description: "What changed, in readable lines." });
const nextSchema = z
  .string()
  .nullable()
  .meta({ description: "`cursor` of the next page; `null`: there is none." });
const kindSchema = z.enum(["flag", "segment"]);

const flagParams = environmentParams.extend({ flag: keySchema });
const there = { tag: "History", credentials: managers } as const;
const staging = { project: "storefront", environment: "staging" };
const checkout = { ...staging, flag: "new-checkout" };

const comment = z.string().max(1000).optional().meta({ description: "Why; kept with the revision." });
const restoreBody = {
  ...momentBody,
  definitions: z.boolean().optional().meta({
    description:
      "Also what flags are: variants, client mark, metadata, archived or not. It changes them in every environment, and needs the right to.",
  }),
  comment,
};
const isOneMoment = ({ revision, at }: { revision?: unknown; at?: unknown }) =>
  (revision === undefined) !== (at === undefined);
const oneMoment = {
  message: "Say what is to come back: exactly one of `revision` and `at`.",
  path: ["revision"],
};
const restored = {
  description: "Published as one more revision.",
  schema: z
    .strictObject({
      from: foundSchema,
      revision: z.number().meta({
        description: "The environment's revision that holds it; with `dryRun`, that would hold it.",
      }),
      version: z.string().meta({ description: "For the next If-Match." }),
      documents: z.array(
        z.strictObject({ kind: kindSchema, key: z.string(), changes: linesSchema, moved: movedSchema }),
      ),
      left: z
        .array(z.strictObject({ kind: kindSchema, key: z.string(), why: z.string() }))
        .meta({ description: "What stays as it is although it was otherwise then, and why." }),
      elsewhere: z
        .array(z.strictObject({ environment: keySchema, revision: z.number() }))
        .meta({ description: "The other environments that changed with it." }),
      cannotRun: cannotRunSchema,
    })
    .meta({ id: "Restored" }),
};
const restoring =
  "One more revision, through the same checks as any change. Kills are neither lifted nor set, and what protects an environment holds.";

const flagAudit = {
  query: z.object({
    targetingKey: z.string().min(1).max(1000).optional().meta({ description: "Who." }),
    user_id: z.string().min(1).max(1000).optional().meta({ description: "The same as `targetingKey`." }),
    at: timeSchema.optional().meta({ description: "When; now where left out." }),
    revision: revisionNumber
      .optional()
      .meta({ description: "What the evaluation named as its `environmentRevision`, where that is known." }),
    context: z
      .string()
      .max(20_000)
      .optional()
      .meta({ description: "The other attributes that were sent, as a JSON object." }),
  }),
  answers: {
    200: {
      description: "What was served, and every step that led to it.",
      schema: z
        .strictObject({
          environment: z.string(),
          flag: z.string(),
          targetingKey: z.string(),
          revision: z.number(),
          publishedAt: timeSchema,
          at: timeSchema,
          evaluation: evaluationSchema,
          steps: stepsSchema,
          recorded: z
            .array(
              z.strictObject({
                at: timeSchema,
                environmentRevision: z.number(),
                variant: z.string(),
                ruleId: z.string().nullable(),
              }),
            )
            .meta({
              description:
                "Exposures that SDKs reported of this flag and user in the day before, newest first, at most 20.",
            }),
        })
        .meta({ id: "FlagAudit" }),
    },
  },
} as const;

export const historyOperations = {
  listEnvironmentHistory: operation({
    ...there,
    id: "listEnvironmentHistory",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/history",
    summary: "Every revision of an environment, newest first",
    params: environmentParams,
    query: pageQuery,
    answers: {
      200: {
        description: "Who changed what, when and why.",
        schema: z.strictObject({
          revisions: z.array(
            z.strictObject({
              ...header,
              documents: z.array(z.strictObject({ kind: kindSchema, key: z.string(), changes: linesSchema })),
              more: z.number().meta({
                description: "How many flags and segments changed beyond those; a comparison tells.",
              }),
            }),
          ),
          next: nextSchema,
        }),
      },
    },
    example: { params: staging, query: { limit: "10" }, status: 200 },
  }),
  getFlagHistory: operation({
    ...there,
    id: "getFlagHistory",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/history",
    summary: "Every revision of a flag in an environment, newest first",
    params: flagParams,
    query: pageQuery,
    answers: {
      200: {
        description: "The revisions, each with the whole document.",
        schema: z.strictObject({
          revisions: z.array(
            z.strictObject({ ...header, changes: linesSchema, document: flagDocumentSchema.nullable() }),
          ),
          next: nextSchema,
        }),
      },
    },
    example: { params: checkout, status: 200 },
  }),
  getSegmentHistory: operation({
    ...there,
    id: "getSegmentHistory",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/segments/{segment}/history",
    summary: "Every revision of a segment in an environment, newest first",
    params: environmentParams.extend({ segment: keySchema }),
    query: pageQuery,
    answers: {
      200: {
        description: "The revisions, each with the whole document.",
        schema: z.strictObject({
          revisions: z.array(
            z.strictObject({ ...header, changes: linesSchema, document: segmentDocumentSchema.nullable() }),
          ),
          next: nextSchema,
        }),
      },
    },
    example: { params: { ...staging, segment: "staff" }, status: 200 },
  }),
  compareRevisions: operation({
    ...there,
    id: "compareRevisions",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/diff",
    summary: "What an environment, or one flag or segment in it, did otherwise at one moment than at another",
    params: environmentParams,
    query: z.object({
      from: momentWord,
      to: momentWord.optional().meta({ description: "A revision or a time; now where left out." }),
      flag: keySchema.optional().meta({ description: "Only this flag." }),
      segment: keySchema.optional().meta({ description: "Only this segment." }),
    }),
    answers: {
      200: {
        description: "What differs, in the order of the keys; flags first.",
        schema: z.strictObject({
          from: foundSchema,
          to: foundSchema,
          differences: z.array(
            z.strictObject({ kind: kindSchema, key: z.string(), changes: linesSchema, moved: movedSchema }),
          ),
        }),
      },
    },
    example: { params: staging, query: { from: "1", flag: "new-checkout" }, status: 200 },
  }),
  getState: operation({
    ...there,
    id: "getState",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/state",
    summary: "Everything an environment served at a revision or time",
    description:
      "Byte for byte what SDKs were given then, held against the checksum of that time. Without either: what is served now.",
    params: environmentParams,
    query: momentQuery,
    answers: {
      200: {
        description: "The snapshot. The ETag is its revision, which If-Match of a restore names.",
        schema: snapshotSchema,
      },
    },
    example: { params: staging, query: { revision: "1" }, status: 200 },
  }),
  explainFlags: operation({
    ...there,
    id: "explainFlags",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/explain",
    summary: "Evaluate flags for a context as of any revision or time, with every step",
    description:
      "The exact evaluation of then: the same engine on the same documents at the same time. With a revision alone, the time is that of its publication; without either, now.",
    params: environmentParams,
    body: z
      .strictObject({
        flag: z.string().max(1000).optional(),
        flags: z.array(z.string().max(1000)).min(1).max(1000).optional(),
        all: z.literal(true).optional(),
        context: contextSchema,
        ...momentBody,
        steps: z.boolean().optional().meta({ description: "`false` leaves the steps out." }),
      })
      .refine(
        ({ flag, flags, all }) => [flag, flags, all].filter((given) => given !== undefined).length === 1,
        { message: "Say which flags: exactly one of `flag`, `flags` and `all`.", path: ["flag"] },
      )
      .meta({ id: "ExplainRequest" }),
    bodyLimit: 256 * 1024,
    answers: {
      200: {
        description: "By flag key.",
        schema: z.strictObject({
          environment: z.string(),
          revision: z.number(),
          publishedAt: timeSchema,
          at: timeSchema.meta({ description: "The evaluation's own time." }),
          evaluations: z.record(z.string(), evaluationSchema),
          steps: z.record(z.string(), stepsSchema).exactOptional(),
        }),
      },
    },
    example: {
      params: staging,
      body: { flag: "new-checkout", context: { targetingKey: "user-318", country: "DE" }, revision: 1 },
      status: 200,
    },
  }),
  auditFlag: operation({
    ...there,
    ...flagAudit,
    id: "auditFlag",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/audit",
    summary: "Why did this user get that?",
    description:
      "What the flag served to a user at a time, evaluated again exactly, beside what SDKs reported.",
    params: flagParams,
    example: { params: checkout, query: { targetingKey: "user-318" }, status: 200 },
  }),
  auditFlagHere: operation({
    ...flagAudit,
    id: "auditFlagHere",
    method: "get",
    path: "/api/v1/flags/{flag}/audit",
    summary: "Why did this user get that, in the key's environment?",
    tag: "Short paths",
    credentials: ["management"],
    description: "The short path, for management keys of one environment.",
    params: z.object({ flag: keySchema }),
    example: { params: { flag: "payments-v2" }, query: { user_id: "user-318" }, status: 200 },
  }),
  restoreFlag: operation({
    ...there,
    id: "restoreFlag",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/restore",
    summary: "Make a flag do again what it did at an earlier revision or time",
    description: `${restoring} If-Match names the version of the targeting; with \`definitions\`, of the flag.`,
    params: flagParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject(restoreBody).refine(isOneMoment, oneMoment).meta({ id: "RestoreFlag" }),
    answers: { 200: restored },
    example: {
      params: checkout,
      headers: { "if-match": "*" },
      body: { revision: 4, comment: "Back to what worked" },
      status: 200,
    },
  }),
  restoreSegment: operation({
    ...there,
    id: "restoreSegment",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/segments/{segment}/restore",
    summary: "Make a segment again what it was at an earlier revision or time",
    description:
      "Its rules and its lists, by one more revision, through the same checks as any change; its name and description stay. If-Match names the revision in which the segment last changed, its lists included: the newest of its history. A deleted segment comes back, without If-Match.",
    params: environmentParams.extend({ segment: keySchema }),
    query: dryRunQuery,
    headers: ifMatch,
    body: z
      .strictObject({ ...momentBody, comment })
      .refine(isOneMoment, oneMoment)
      .meta({ id: "RestoreSegment" }),
    answers: { 200: restored },
    example: {
      params: { ...staging, segment: "staff" },
      query: { dryRun: "true" },
      headers: { "if-match": "*" },
      body: { revision: 10 },
      status: 200,
    },
  }),
  restoreEnvironment: operation({
    ...there,
    id: "restoreEnvironment",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/restore",
    summary: "Make a whole environment serve again what it served at an earlier revision or time",
    description: `${restoring} If-Match names the environment's revision. A flag that was not there yet serves the caller's default. Segments come back, too, where you may change them.`,
    params: environmentParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject(restoreBody).refine(isOneMoment, oneMoment).meta({ id: "RestoreEnvironment" }),
    answers: { 200: restored },
    example: {
      params: staging,
      query: { dryRun: "true" },
      headers: { "if-match": "*" },
      body: { revision: 4 },
      status: 200,
    },
  }),
} as const;
