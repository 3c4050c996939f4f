import { z } from "zod";
import { operation } from "../operation.ts";
import { environmentParams, managers, projectParams, timeSchema } from "./common.ts";
import { keySchema } from "./documents.ts";

const searchHitSchema = z
  .strictObject({
    kind: z.enum(["flag", "segment", "member"]),
    key: z.string().meta({ description: "The key of the flag or segment; of a person the id." }),
    environment: z
      .string()
      .nullable()
      .meta({ description: "Of a segment the first environment that has it; null of everything else." }),
    name: z.string(),
    detail: z
      .string()
      .meta({ description: "What tells it from others of its name: a key, an e-mail address." }),
    archived: z.boolean(),
  })
  .meta({ id: "SearchHit" });

const facetSchema = z.strictObject({ name: z.string(), count: z.number() });

const environmentOverviewSchema = z
  .strictObject({
    ...{ key: z.string(), name: z.string(), revision: z.number(), protected: z.boolean() },
    flags: z.strictObject({
      on: z.number(),
      rolling: z.number().meta({ description: "On, and everybody else gets a split." }),
      ...{ off: z.number(), killed: z.number() },
    }),
    instances: z.strictObject({
      connected: z.number(),
      serving: z.number().meta({ description: "Of them: with the latest revision." }),
    }),
    quarantined: z
      .array(z.strictObject({ kind: z.enum(["flag", "segment"]), key: z.string() }))
      .meta({ description: "What this server cannot run, and leaves alone." }),
  })
  .meta({ id: "EnvironmentOverview" });

const dueSchema = z
  .discriminatedUnion("what", [
    z.strictObject({
      what: z.literal("removal").meta({ description: "A flag that is to be removed, or should be gone." }),
      ...{ at: timeSchema, flag: keySchema, name: z.string(), owner: z.string().nullable() },
    }),
    z.strictObject({
      what: z
        .literal("key")
        .meta({ description: "An API key that ends. Of these only who may see keys hears." }),
      ...{ at: timeSchema, id: z.string(), name: z.string() },
      environment: z.string().nullable().meta({ description: "Null: all environments." }),
    }),
    z.strictObject({
      what: z.literal("clock").meta({ description: "A rule that begins or ends to hold by the time alone." }),
      ...{ at: timeSchema, kind: z.enum(["flag", "segment"]), key: keySchema },
      environment: z.strictObject({ key: z.string(), name: z.string() }),
    }),
  ])
  .meta({ id: "Due" });

/** A project as a whole. */
export const overviewOperations = {
  followProject: operation({
    id: "followProject",
    method: "get",
    path: "/api/v1/projects/{project}/changes",
    summary: "What changes in a project, as it happens (Server-Sent Events)",
    description:
      "Events `published` (environment, revision and the keys of what changed; null where those are many) and `changed` (something else did), of what you may see. A comment every 15 s says that the line is alive. The stream ends within five minutes, and whenever access changes: come back after the `retry` that it told, and read anew.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: { 200: { description: "Events without end.", contentType: "text/event-stream" } },
  }),
  searchProject: operation({
    id: "searchProject",
    method: "get",
    path: "/api/v1/projects/{project}/search",
    summary: "Find flags, segments and people by a few letters",
    description:
      "The best fits first, at most eight of each kind. Of what you may not read, nothing is found.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: z.object({ text: z.string().trim().min(1).max(200) }),
    answers: {
      200: { description: "What fits.", schema: z.strictObject({ hits: z.array(searchHitSchema) }) },
    },
    example: { params: { project: "storefront" }, query: { text: "check" }, status: 200 },
  }),
  getFlagSummary: operation({
    id: "getFlagSummary",
    method: "get",
    path: "/api/v1/projects/{project}/flag-summary",
    summary: "How many flags a project has, in which states, with which tags and owners",
    description: "Of those that are not archived. `rolling` and `killed` are so in any environment.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "Figures.",
        schema: z.strictObject({
          ...{ total: z.number(), rolling: z.number(), killed: z.number() },
          ...{ stale: z.number(), expired: z.number() },
          ...{ tags: z.array(facetSchema), owners: z.array(facetSchema) },
        }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  getProjectTotals: operation({
    id: "getProjectTotals",
    method: "get",
    path: "/api/v1/projects/{project}/totals",
    summary: "How many flags, segments and layers a project has",
    description:
      "Flags that are not archived, and of them those that are killed somewhere; segments by key, so that one in several environments counts once; layers without holdouts.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "Figures.",
        schema: z.strictObject({
          ...{ flags: z.number(), killed: z.number(), segments: z.number(), layers: z.number() },
        }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  getProjectDue: operation({
    id: "getProjectDue",
    method: "get",
    path: "/api/v1/projects/{project}/due",
    summary: "What comes by its date within a month, and what is past due",
    description:
      "Flags to remove, API keys that end, and rules that begin or end to hold by the time alone; the most urgent first.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "The 200 most urgent.",
        schema: z.strictObject({ due: z.array(dueSchema) }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  getProjectOverview: operation({
    id: "getProjectOverview",
    method: "get",
    path: "/api/v1/projects/{project}/overview",
    summary: "What the environments of a project do now",
    description:
      "Of those that you may see, as the server that answers serves them: how many flags are in which state (each is counted once), how many SDK instances are connected and serve the latest revision, and what cannot be run.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "In the order of lists.",
        schema: z.strictObject({ environments: z.array(environmentOverviewSchema) }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  getFlagOutcomes: operation({
    id: "getFlagOutcomes",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/outcomes",
    summary: "What a flag served within the last 24 hours, and how often",
    description:
      "By variant, rule and reason, the most frequent first, as far as the server and SDKs counted. A flag that nobody asked for has none.",
    tag: "Projects",
    credentials: managers,
    params: environmentParams.extend({ flag: keySchema }),
    answers: {
      200: {
        description: "Since `since`.",
        schema: z.strictObject({
          since: timeSchema,
          outcomes: z.array(
            z.strictObject({
              variant: z.string().nullable().meta({ description: "Null: the caller's default." }),
              ruleId: z.string().nullable().meta({ description: "The rule that served it, where one did." }),
              reason: z.string(),
              count: z.number(),
            }),
          ),
        }),
      },
    },
    example: {
      params: { project: "storefront", environment: "production", flag: "new-checkout" },
      status: 200,
    },
  }),
  getFlagActivity: operation({
    id: "getFlagActivity",
    method: "get",
    path: "/api/v1/projects/{project}/activity",
    summary: "How often flags were evaluated in each of the last 24 hours",
    description: "In all environments that you may see, as far as the server and SDKs counted.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: z.object({
      flags: z
        .string()
        .min(1)
        .max(20_000)
        .meta({ description: "Keys with commas between them, at most 200." }),
    }),
    answers: {
      200: {
        description: "In the order asked for.",
        schema: z.strictObject({
          activity: z.array(
            z.strictObject({
              flag: z.string(),
              total: z.number(),
              hours: z.array(z.number()).meta({ description: "The oldest first; the last is not over yet." }),
            }),
          ),
        }),
      },
    },
    example: { params: { project: "storefront" }, query: { flags: "new-checkout" }, status: 200 },
  }),
} as const;
