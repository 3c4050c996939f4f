import { z } from "zod";
import { operation } from "../operation.ts";
import {
  managers,
  dryRunQuery,
  nextSchema,
  sortedBy,
  yesOrNo,
  ifMatch,
  optionalIfMatch,
  pageQuery,
  projectParams,
  text,
  timeSchema,
} from "./common.ts";
import { flagTypeSchema, jsonSchema, keySchema, variantSchema } from "./documents.ts";

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
  schema: z
    .record(z.string(), jsonSchema)
    .nullable()
    .meta({ description: "JSON Schema (2020-12) that the values of an object flag must fit; null: any." }),
  safeVariant: keySchema
    .nullable()
    .meta({ description: "What a kill serves where it names no other; null: the off variant." }),
  metadata: z
    .record(z.string().min(1).max(100), jsonSchema)
    .refine((metadata) => JSON.stringify(metadata).length <= 10_000, "At most 10,000 characters of JSON.")
    .meta({ description: "Given out with the flag to whoever reads it; changes nothing in evaluation." }),
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
    reuseKey: z
      .boolean()
      .optional()
      .meta({ description: "Takes a key again that a deleted flag had; otherwise that is refused." }),
  })
  .meta({ id: "CreateFlag" });

const duplicateFlagSchema = z
  .strictObject({
    key: keySchema,
    name: text(200).optional(),
    sameDraws: z.boolean().optional().meta({
      description:
        "Whether splits draw as the original's do, so that both serve the same users. They draw anew where left out.",
    }),
    reuseKey: z.boolean().optional(),
  })
  .meta({ id: "DuplicateFlag" });

const deleteFlagSchema = z
  .strictObject({
    confirm: z.string().meta({ description: "The flag's key once more." }),
    comment: z.string().max(1000).optional(),
  })
  .meta({ id: "DeleteFlag" });

export const updateFlagSchema = z
  .strictObject({
    ...z.object(definition).partial().shape,
    archived: z.boolean().optional(),
    environments: z.record(keySchema, shorthandSchema).optional(),
    comment: z.string().max(1000).optional(),
  })
  .meta({ id: "UpdateFlag", description: "What is left out stays as it is." });

const changeFlagsSchema = z
  .strictObject({
    changes: z
      .array(
        z.strictObject({
          flag: keySchema,
          version: z.string().max(200).meta({ description: "What you read. `*` changes whatever is there." }),
          addTags: z.array(text(50)).max(50).optional(),
          removeTags: z.array(text(50)).max(50).optional(),
          owner: text(100).nullable().optional(),
          archived: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(1000),
    comment: z.string().max(1000).optional(),
  })
  .meta({ id: "ChangeFlags" });

const changedFlagsSchema = z.strictObject({
  changes: z.array(
    z.strictObject({
      flag: keySchema,
      version: z.string(),
      changes: z.array(z.string()).meta({ description: "In readable lines; none where nothing changed." }),
    }),
  ),
  revisions: z.record(z.string(), z.number()).meta({
    description:
      "By environment: the one that holds the changes, or the present one where it serves the same.",
  }),
});

export const flagPage = z.strictObject({
  flags: z.array(flagSchema),
  total: z.number(),
  next: nextSchema,
});

export const listQuery = pageQuery.extend({
  search: z.string().max(200).optional().meta({ description: "Part of a key, name or tag." }),
  kind: flagKindSchema.optional(),
  type: flagTypeSchema.optional(),
  tag: z.string().max(50).optional().meta({ description: "A whole tag." }),
  owner: z.string().max(100).optional().meta({ description: "Exactly as it stands at the flag." }),
  client: yesOrNo().meta({ description: "Whether public client keys may read it." }),
  state: z.enum(["on", "off", "rolling", "killed"]).optional().meta({
    description: "What it does in `environment`, or in any. `rolling`: on, by a percentage.",
  }),
  environment: keySchema.optional().meta({ description: "Where `state` is looked at." }),
  lifecycle: z.enum(["stale", "expired"]).optional().meta({
    description:
      "`stale`: a release or experiment that has given everybody the same, and was not changed, for 30 days. `expired`: `dueOn` is past.",
  }),
  archived: yesOrNo().meta({ description: "The archived ones instead of those in use." }),
  sort: sortedBy("-updatedAt", "updatedAt", "-createdAt", "createdAt", "key", "-key", "name", "-name"),
});

export const documentNameSchema = z
  .strictObject({ kind: z.enum(["flag", "segment"]), key: z.string() })
  .meta({ id: "DocumentName" });

const flagParams = projectParams.extend({ flag: keySchema });
export const flagAnswer = (description: string) => ({ description, schema: flagSchema });
export const created = {
  201: flagAnswer("Created; Location leads to it."),
  200: flagAnswer("With `dryRun`: as it would be."),
};

export const flagOperations = {
  listFlags: operation({
    id: "listFlags",
    method: "get",
    path: "/api/v1/projects/{project}/flags",
    summary: "List flags",
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
    query: dryRunQuery,
    body: createFlagSchema,
    answers: created,
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
    query: dryRunQuery,
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
    query: dryRunQuery,
    headers: optionalIfMatch,
    answers: { 200: flagAnswer("Archived.") },
    example: { params: { project: "storefront", flag: "gift-wrapping" }, status: 200 },
  }),
  changeFlags: operation({
    id: "changeFlags",
    method: "post",
    path: "/api/v1/projects/{project}/flags/changes",
    summary: "Tag, hand over, archive or restore many flags at once",
    description:
      "All of it or nothing, with at most one new revision in each environment. To change what many flags do, see `changeTargetings`.",
    tag: "Flags",
    credentials: managers,
    params: projectParams,
    query: dryRunQuery,
    body: changeFlagsSchema,
    answers: { 200: { description: "As they are now.", schema: changedFlagsSchema } },
    example: {
      params: { project: "storefront" },
      query: { dryRun: "true" },
      body: {
        changes: [
          { flag: "new-checkout", version: "*", addTags: ["q4"] },
          { flag: "legacy-invoice-export", version: "*", archived: true },
        ],
        comment: "Cleaning up",
      },
      status: 200,
    },
  }),
  duplicateFlag: operation({
    id: "duplicateFlag",
    method: "post",
    path: "/api/v1/projects/{project}/flags/{flag}/duplicate",
    summary: "Create a flag that is and does what another does",
    description: "A kill is not copied, and in protected environments the copy begins off.",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    query: dryRunQuery,
    body: duplicateFlagSchema,
    answers: created,
    example: {
      params: { project: "storefront", flag: "gift-wrapping" },
      body: { key: "gift-cards", name: "Gift cards" },
      status: 201,
    },
  }),
  deleteFlag: operation({
    id: "deleteFlag",
    method: "post",
    path: "/api/v1/projects/{project}/flags/{flag}/delete",
    summary: "Delete an archived flag for good",
    description: "Its history stays, and its key is taken again only by who says `reuseKey`.",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    query: dryRunQuery,
    headers: optionalIfMatch,
    body: deleteFlagSchema,
    answers: { 204: { description: "Deleted, or with `dryRun`: it could be." } },
    example: {
      params: { project: "storefront", flag: "gift-wrapping" },
      body: { confirm: "gift-wrapping" },
      status: 204,
    },
  }),
  listFlagDependents: operation({
    id: "listFlagDependents",
    method: "get",
    path: "/api/v1/projects/{project}/flags/{flag}/dependents",
    summary: "The flags and segments that need a flag",
    description: "While there are any, it can be neither archived nor deleted.",
    tag: "Flags",
    credentials: managers,
    params: flagParams,
    answers: {
      200: {
        description: "By environment; those without any are left out.",
        schema: z.strictObject({
          environments: z.array(
            z.strictObject({ environment: keySchema, dependents: z.array(documentNameSchema) }),
          ),
        }),
      },
    },
    example: { params: { project: "storefront", flag: "payments-v2" }, status: 200 },
  }),
} as const;
