import { z } from "zod";
import { operation } from "../operation.ts";
import { changeQuery, dryRunQuery, environmentParams, ifMatch, managers, timeSchema } from "./common.ts";
import { jsonSchema, keySchema, targetingSchema } from "./documents.ts";

/** Only the outline: `null` removes, so that a split can give way to a variant. What results is validated as a whole. */
const targetingPatchSchema = z
  .strictObject({
    on: z.boolean().optional(),
    offVariant: z.string().nullable().optional(),
    prerequisites: z.array(jsonSchema).optional(),
    targets: z.array(jsonSchema).optional(),
    rules: z.array(jsonSchema).optional(),
    fallthrough: z.record(z.string(), jsonSchema).optional(),
  })
  .meta({ id: "TargetingPatch" });

export const revisionSchema = z.number().meta({
  description: "The environment's revision that holds the change; with `dryRun`, that would hold it.",
});
export const changesSchema = z
  .array(z.string())
  .meta({ description: "What changed, in readable lines; none: nothing was published." });
export const movedSchema = z
  .array(
    z.strictObject({
      rule: z.string().nullable().meta({ description: "`null`: the fallthrough." }),
      percent: z.number().meta({ description: "Of those who come there." }),
    }),
  )
  .meta({ description: "How many users get another variant than before, where splits changed." });
export const cannotRunSchema = z.strictObject({ engine: z.number(), instances: z.number() }).meta({
  id: "CannotRun",
  description:
    "Connected SDK instances whose engine is older than the level that this needs: they go on with the version before.",
});

export const targetingParams = environmentParams.extend({ flag: keySchema });
const targetingAnswer = z
  .strictObject({
    version: z.string(),
    updatedAt: timeSchema,
    targeting: targetingSchema,
    killed: z.boolean(),
  })
  .meta({ id: "FlagTargeting" });
const changedAnswer = z
  .strictObject({
    version: z.string(),
    updatedAt: timeSchema,
    targeting: targetingSchema,
    killed: z.boolean(),
    revision: revisionSchema,
    changes: changesSchema,
    moved: movedSchema,
    findings: z
      .array(
        z.strictObject({
          kind: z.enum(["contradiction", "shadowed", "overlap"]),
          rule: z.string().nullable().meta({ description: "`null`: the fallthrough." }),
          by: z.array(z.string()).meta({ description: "The earlier rules that it is about." }),
          words: z.string(),
          example: z
            .record(z.string(), jsonSchema)
            .exactOptional()
            .meta({ description: "A context for which it is so." }),
        }),
      )
      .meta({
        description:
          "Rules that never serve, and rules that overlap, as far as a moment's thought can prove.",
      }),
    cannotRun: cannotRunSchema,
  })
  .meta({ id: "ChangedTargeting" });
export const changed = { description: "Published.", schema: changedAnswer };
export const manyChanged = {
  description: "Published together.",
  schema: z
    .strictObject({
      revision: revisionSchema,
      changes: z.array(
        z.strictObject({ flag: keySchema, version: z.string(), changes: changesSchema, moved: movedSchema }),
      ),
      cannotRun: cannotRunSchema,
    })
    .meta({ id: "ChangedTargetings" }),
};

export const commentSchema = z
  .string()
  .max(1000)
  .optional()
  .meta({ description: "Why; kept with the revision." });
export const versionSchema = z.string().max(200).meta({
  description: "The version that you read, as in If-Match but without the quotes; `*`: whatever it is.",
});
const percentSchema = z.number().min(0).max(100);
const keysSchema = z.array(z.string().min(1).max(1000)).min(1).max(10_000);
const ruleSchema = z
  .string()
  .optional()
  .meta({ description: "A rule's id; the fallthrough where left out." });
const stepSchema = z
  .discriminatedUnion("do", [
    z.strictObject({ do: z.literal("turn-on") }),
    z.strictObject({ do: z.literal("turn-off") }),
    z.strictObject({
      do: z.literal("set-rollout"),
      percent: percentSchema,
      variant: keySchema.optional(),
      rule: ruleSchema,
    }),
    z.strictObject({
      do: z.literal("set-weights"),
      weights: z.record(keySchema, percentSchema).meta({ description: "Per cent by variant; all make 100." }),
      rule: ruleSchema,
    }),
    z.strictObject({
      do: z.literal("add-targets"),
      variant: keySchema,
      keys: keysSchema,
      by: z.string().min(1).optional(),
    }),
    z.strictObject({ do: z.literal("remove-targets"), keys: keysSchema, by: z.string().min(1).optional() }),
    z.strictObject({
      do: z.literal("order-rules"),
      rules: z.array(z.string()).max(500).meta({ description: "Every rule's id, once." }),
    }),
  ])
  .meta({
    id: "TargetingStep",
    description: "Weights and rollouts move as few users as can be, and the answer says how many.",
  });
const stepsSchema = z.array(stepSchema).min(1).max(100);
export const rolloutSchema = z
  .strictObject({
    percent: percentSchema.meta({ description: "Per cent of everybody, up to three decimals." }),
    variant: keySchema
      .optional()
      .meta({ description: "Who gets it; the first that is not the calm one where left out." }),
    rule: ruleSchema,
    comment: commentSchema,
  })
  .meta({ id: "SetRollout" });
const rollingOut =
  "The others get the off variant. A rollout that grows only adds users; `moved` says how many get something else.";
export const checkout = { project: "storefront", environment: "staging", flag: "new-checkout" };

export const switching = {
  method: "post",
  query: changeQuery,
  headers: ifMatch,
  answers: { 200: changed },
} as const;
const there = {
  tag: "Targeting",
  credentials: managers,
  params: targetingParams,
  example: { params: checkout, headers: { "if-match": "*" }, status: 200 },
} as const;

export const targetingOperations = {
  getTargeting: operation({
    id: "getTargeting",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/targeting",
    summary: "Read what a flag does in an environment",
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    answers: { 200: { description: "The targeting, its version as ETag.", schema: targetingAnswer } },
    example: { params: checkout, status: 200 },
  }),
  putTargeting: operation({
    id: "putTargeting",
    method: "put",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/targeting",
    summary: "Replace what a flag does in an environment",
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: changeQuery,
    headers: ifMatch,
    body: targetingSchema,
    answers: { 200: changed },
    example: {
      params: checkout,
      headers: { "if-match": "*" },
      query: { comment: "Everybody in Germany" },
      body: {
        on: true,
        offVariant: "control",
        prerequisites: [],
        targets: [{ by: "targetingKey", keys: ["user-42"], variant: "one-page" }],
        rules: [
          {
            id: "germany",
            when: { all: [{ attribute: "country", op: "in", values: ["DE"] }] },
            serve: { variant: "one-page" },
          },
        ],
        fallthrough: { variant: "control" },
      },
      status: 200,
    },
  }),
  patchTargeting: operation({
    id: "patchTargeting",
    method: "patch",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/targeting",
    summary: "Change some of what a flag does in an environment (JSON Merge Patch, RFC 7396)",
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: changeQuery,
    headers: ifMatch,
    body: targetingPatchSchema,
    answers: { 200: changed },
    example: { params: checkout, headers: { "if-match": "*" }, body: { on: false }, status: 200 },
  }),
  stepTargeting: operation({
    id: "stepTargeting",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/steps",
    summary: "Change what a flag does in an environment step by step",
    description: "For scripts: each step says what is to be, and needs to know nothing of the rest.",
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({ steps: stepsSchema, comment: commentSchema }).meta({ id: "TargetingSteps" }),
    answers: { 200: changed },
    example: {
      params: checkout,
      headers: { "if-match": "*" },
      body: {
        steps: [
          { do: "add-targets", variant: "one-page", keys: ["user-7", "user-8"] },
          { do: "set-weights", weights: { control: 50, "one-page": 30, express: 20 } },
          { do: "turn-on" },
        ],
        comment: "Compare all three",
      },
      status: 200,
    },
  }),
  turnFlagOn: operation({
    ...switching,
    ...there,
    id: "turnFlagOn",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/on",
    summary: "Switch a flag on in an environment",
  }),
  turnFlagOff: operation({
    ...switching,
    ...there,
    id: "turnFlagOff",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/off",
    summary: "Switch a flag off in an environment: it serves its off variant",
  }),
  setRollout: operation({
    id: "setRollout",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/rollout",
    summary: "Set how many per cent get a variant",
    description: rollingOut,
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: rolloutSchema,
    answers: { 200: changed },
    example: {
      params: { project: "storefront", environment: "staging", flag: "search-vector-ranking" },
      query: { dryRun: "true" },
      headers: { "if-match": "*" },
      body: { percent: 25 },
      status: 200,
    },
  }),
  changeTargetings: operation({
    id: "changeTargetings",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/steps",
    summary: "Change what many flags do in an environment, in one revision",
    description: "All of it or nothing.",
    tag: "Targeting",
    credentials: managers,
    params: environmentParams,
    query: dryRunQuery,
    body: z
      .strictObject({
        changes: z
          .array(z.strictObject({ flag: keySchema, version: versionSchema, steps: stepsSchema }))
          .min(1)
          .max(1000),
        comment: commentSchema,
      })
      .meta({ id: "ManyTargetingSteps" }),
    bodyLimit: 8 * 1024 * 1024,
    answers: { 200: manyChanged },
    example: {
      params: { project: "storefront", environment: "staging" },
      body: {
        changes: [
          { flag: "new-checkout", version: "*", steps: [{ do: "turn-off" }] },
          { flag: "search-vector-ranking", version: "*", steps: [{ do: "turn-off" }] },
        ],
        comment: "Quiet for the load test",
      },
      status: 200,
    },
  }),
} as const;
