import { z } from "zod";
import { operation } from "../operation.ts";
import {
  commentQuery,
  environmentParams,
  ifMatch,
  optionalIfMatch,
  pageQuery,
  projectParams,
  text,
  timeSchema,
} from "./common.ts";
import {
  flagDocumentSchema,
  flagTypeSchema,
  jsonSchema,
  keySchema,
  targetingSchema,
  variantSchema,
} from "./documents.ts";

export const flagKindSchema = z
  .enum(["release", "experiment", "ops", "permission", "kill-switch"])
  .meta({ id: "FlagKind" });

export const shorthandSchema = z
  .strictObject({
    on: z.boolean().optional(),
    rollout: z.number().min(0).max(100).optional().meta({
      description:
        "Per cent of everybody who get `variant`, up to three decimals; the others get the off variant.",
    }),
    targets: z.array(z.string().min(1).max(1000)).max(10_000).optional().meta({
      description: "Targeting keys that always get `variant`.",
    }),
    variant: keySchema.optional().meta({
      description:
        "What `rollout` and `targets` give; the first variant that a new flag does not serve while off where left out.",
    }),
  })
  .meta({ id: "TargetingShorthand", description: "The few words that suffice for most first flags." });

const definition = {
  name: text(200),
  description: z.string().max(5000),
  kind: flagKindSchema,
  owner: text(100).nullable(),
  tags: z.array(text(50)).max(50),
  dueOn: timeSchema
    .nullable()
    .meta({ description: "When a temporary flag should be gone; null: permanent." }),
  client: z.boolean().meta({ description: "Whether public client keys may read it." }),
  variants: z.array(variantSchema).max(100),
};

const environmentStateSchema = z
  .strictObject({
    on: z.boolean(),
    rollout: z.number().nullable(),
    killed: z.boolean(),
    rules: z.number(),
    version: z.number(),
  })
  .meta({ id: "EnvironmentState" });

export const flagSchema = z
  .strictObject({
    key: keySchema,
    ...definition,
    type: flagTypeSchema,
    archived: z.boolean(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    version: z.string().meta({ description: "What If-Match names, without the quotes." }),
    environments: z.record(z.string(), environmentStateSchema),
  })
  .meta({ id: "Flag" });

export const createFlagSchema = z
  .strictObject({
    key: keySchema,
    ...z.object(definition).partial().shape,
    type: flagTypeSchema
      .optional()
      .meta({ description: "`boolean` where left out; then the variants may be, too." }),
    environments: z.record(keySchema, shorthandSchema).optional(),
  })
  .meta({ id: "CreateFlag" });

export const updateFlagSchema = z
  .strictObject({
    ...z.object(definition).partial().shape,
    archived: z.boolean().optional(),
    environments: z.record(keySchema, shorthandSchema).optional(),
    comment: z.string().max(1000).optional(),
  })
  .meta({ id: "UpdateFlag", description: "What is left out stays as it is." });

const flagPage = z.strictObject({
  flags: z.array(flagSchema),
  total: z.number(),
  next: z.string().nullable(),
});

const listQuery = pageQuery.extend({
  search: z.string().max(200).optional().meta({ description: "Part of a key or name, or a whole tag." }),
  kind: flagKindSchema.optional(),
  archived: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
});

const managers = ["management", "session"] as const;
const flagParams = projectParams.extend({ flag: keySchema });
const hereParams = z.object({ flag: keySchema });
const flagAnswer = (description: string) => ({ description, schema: flagSchema });
const shortNote = "The short path, for management keys of one project.";

export const flagOperations = {
  listFlags: operation({
    id: "listFlags",
    method: "get",
    path: "/api/v1/projects/{project}/flags",
    summary: "List flags, last changed first",
    tag: "Flags",
    credentials: managers,
    params: projectParams,
    query: listQuery,
    answers: { 200: { description: "One page.", schema: flagPage } },
    example: { params: { project: "storefront" }, query: { limit: "2" }, status: 200 },
  }),
  createFlag: operation({
    id: "createFlag",
    method: "post",
    path: "/api/v1/projects/{project}/flags",
    summary: "Create a flag in every environment of the project",
    tag: "Flags",
    credentials: managers,
    params: projectParams,
    body: createFlagSchema,
    answers: { 201: flagAnswer("Created; Location leads to it.") },
    example: {
      params: { project: "storefront" },
      body: {
        key: "gift-wrapping",
        name: "Gift wrapping",
        type: "string",
        variants: [
          { key: "none", value: "none" },
          { key: "paper", value: "paper" },
        ],
        environments: { staging: { on: true, rollout: 25 } },
      },
      status: 201,
    },
  }),
  getFlag: operation({
    id: "getFlag",
    method: "get",
    path: "/api/v1/projects/{project}/flags/{flag}",
    summary: "Read a flag",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    answers: { 200: flagAnswer("The flag, its version as ETag.") },
    example: { params: { project: "storefront", flag: "new-checkout" }, status: 200 },
  }),
  updateFlag: operation({
    id: "updateFlag",
    method: "patch",
    path: "/api/v1/projects/{project}/flags/{flag}",
    summary: "Change a flag",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    headers: ifMatch,
    body: updateFlagSchema,
    answers: { 200: flagAnswer("As it is now.") },
    example: {
      params: { project: "storefront", flag: "new-checkout" },
      headers: { "if-match": "*" },
      body: { tags: ["checkout"], environments: { staging: { rollout: 50, variant: "one-page" } } },
      status: 200,
    },
  }),
  archiveFlag: operation({
    id: "archiveFlag",
    method: "delete",
    path: "/api/v1/projects/{project}/flags/{flag}",
    summary: "Archive a flag",
    description: "SDKs then answer with the caller's default. PATCH with `archived: false` restores it.",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    headers: optionalIfMatch,
    answers: { 200: flagAnswer("Archived.") },
    example: { params: { project: "storefront", flag: "gift-wrapping" }, status: 200 },
  }),
  listFlagsHere: operation({
    id: "listFlagsHere",
    method: "get",
    path: "/api/v1/flags",
    summary: "List the flags of the key's project",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    query: listQuery,
    answers: { 200: { description: "One page.", schema: flagPage } },
    example: { query: { search: "checkout" }, status: 200 },
  }),
  createFlagHere: operation({
    id: "createFlagHere",
    method: "post",
    path: "/api/v1/flags",
    summary: "Create a flag in the key's project",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    body: createFlagSchema,
    answers: { 201: flagAnswer("Created; Location leads to it.") },
    example: {
      body: {
        key: "dark-mode",
        environments: { production: { on: true, targets: ["user-42"], rollout: 10 } },
      },
      status: 201,
    },
  }),
  getFlagHere: operation({
    id: "getFlagHere",
    method: "get",
    path: "/api/v1/flags/{flag}",
    summary: "Read a flag of the key's project",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    params: hereParams,
    answers: { 200: flagAnswer("The flag, its version as ETag.") },
    example: { params: { flag: "dark-mode" }, status: 200 },
  }),
  updateFlagHere: operation({
    id: "updateFlagHere",
    method: "patch",
    path: "/api/v1/flags/{flag}",
    summary: "Change a flag of the key's project",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    params: hereParams,
    headers: ifMatch,
    body: updateFlagSchema,
    answers: { 200: flagAnswer("As it is now.") },
    example: {
      params: { flag: "dark-mode" },
      headers: { "if-match": "*" },
      body: { environments: { production: { rollout: 50 } } },
      status: 200,
    },
  }),
  archiveFlagHere: operation({
    id: "archiveFlagHere",
    method: "delete",
    path: "/api/v1/flags/{flag}",
    summary: "Archive a flag of the key's project",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    params: hereParams,
    headers: optionalIfMatch,
    answers: { 200: flagAnswer("Archived.") },
    example: { params: { flag: "dark-mode" }, status: 200 },
  }),
} as const;

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

const targetingParams = environmentParams.extend({ flag: keySchema });
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
    revision: z.number().meta({ description: "The environment's revision that holds the change." }),
    changes: z
      .array(z.string())
      .meta({ description: "What changed, in readable lines; none: nothing was published." }),
  })
  .meta({ id: "ChangedTargeting" });
const checkout = { project: "storefront", environment: "staging", flag: "new-checkout" };

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
    query: commentQuery,
    headers: ifMatch,
    body: targetingSchema,
    answers: { 200: { description: "Published.", schema: changedAnswer } },
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
    query: commentQuery,
    headers: ifMatch,
    body: targetingPatchSchema,
    answers: { 200: { description: "Published.", schema: changedAnswer } },
    example: { params: checkout, headers: { "if-match": "*" }, body: { on: false }, status: 200 },
  }),
  getFlagHistory: operation({
    id: "getFlagHistory",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/history",
    summary: "Every revision of a flag in an environment, newest first",
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).optional() }),
    answers: {
      200: {
        description: "The revisions.",
        schema: z.strictObject({
          revisions: z.array(
            z.strictObject({
              revision: z.number(),
              at: timeSchema,
              actor: z.string(),
              comment: z.string(),
              changes: z.array(z.string()),
              document: flagDocumentSchema.nullable(),
            }),
          ),
        }),
      },
    },
    example: { params: checkout, status: 200 },
  }),
} as const;
