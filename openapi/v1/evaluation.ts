import { z } from "zod";
import { operation } from "../operation.ts";
import { evaluationSchema, jsonSchema, snapshotSchema } from "./documents.ts";

/** How far down a context may be nested, itself included. */
export const deepestContext = 32;

export const contextSchema = z
  .record(z.string(), jsonSchema)
  .refine((context) => depthOf(context) <= deepestContext, {
    message: `A context is nested at most ${deepestContext} levels deep.`,
  })
  .meta({
    id: "EvaluationContext",
    description: `\`targetingKey\` and any attributes; nested ones by dotted path, at most ${deepestContext} levels deep.`,
  });

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let deepest = 0;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner));
  return 1 + deepest;
}

/** Flags to evaluate: one, several, or all. */
const flagKey = z.string().max(1000);
const evaluateSchema = z
  .strictObject({
    flag: flagKey.optional(),
    flags: z.array(flagKey).min(1).max(1000).optional(),
    all: z.literal(true).optional(),
    context: contextSchema,
    explain: z.boolean().optional().meta({ description: "Adds the steps; for server and management keys." }),
  })
  .refine(({ flag, flags, all }) => [flag, flags, all].filter((given) => given !== undefined).length === 1, {
    message: "Say which flags: exactly one of `flag`, `flags` and `all`.",
    path: ["flag"],
  })
  .meta({ id: "EvaluateRequest" });

export const stepsSchema = z
  .array(z.looseObject({}))
  .meta({ description: "What was looked at, in order, and why." });

const ofrepRequest = z.object({ context: contextSchema.optional() }).meta({ id: "OfrepRequest" });
const ofrepMetadata = z.record(z.string(), z.union([z.boolean(), z.string(), z.number()]));
const ofrepSuccess = z
  .looseObject({
    key: z.string(),
    value: jsonSchema.optional(),
    reason: z.enum(["STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED", "UNKNOWN"]),
    variant: z.string().optional(),
    metadata: ofrepMetadata.optional(),
  })
  .meta({ id: "OfrepSuccess" });
const ofrepFailure = z
  .looseObject({ key: z.string(), errorCode: z.string(), errorDetails: z.string().optional() })
  .meta({ id: "OfrepFailure" });

const eventStream = z
  .object({ type: z.literal("sse"), url: z.string() })
  .meta({ id: "OfrepEventStream", description: "Where to hear when to ask again. The address is a secret." });

const evaluators = ["server", "client", "management"] as const;
const contextLimit = 256 * 1024;

export const evaluationOperations = {
  evaluate: operation({
    id: "evaluate",
    method: "post",
    path: "/api/v1/evaluate",
    summary: "Evaluate one, several or all flags for a context",
    tag: "Evaluation",
    credentials: evaluators,
    body: evaluateSchema,
    bodyLimit: contextLimit,
    answers: {
      200: {
        description: "By flag key.",
        schema: z.strictObject({
          environment: z.string(),
          revision: z.number(),
          evaluations: z.record(z.string(), evaluationSchema),
          steps: z.record(z.string(), stepsSchema).optional(),
        }),
      },
    },
    example: {
      body: { flag: "new-checkout", context: { targetingKey: "user-318", country: "DE" } },
      status: 200,
    },
  }),
  ofrepEvaluateFlag: operation({
    id: "ofrepEvaluateFlag",
    method: "post",
    path: "/ofrep/v1/evaluate/flags/{key}",
    summary: "OpenFeature Remote Evaluation Protocol: one flag",
    tag: "OFREP",
    credentials: evaluators,
    params: z.object({ key: z.string().min(1).max(200) }),
    body: ofrepRequest,
    bodyLimit: contextLimit,
    answers: {
      200: { description: "Evaluated.", schema: ofrepSuccess },
      400: { description: "The flag cannot be evaluated for this context.", schema: ofrepFailure },
      404: { description: "There is no such flag.", schema: ofrepFailure },
    },
    example: {
      params: { key: "new-checkout" },
      body: { context: { targetingKey: "user-318" } },
      status: 200,
    },
  }),
  ofrepEvaluateFlags: operation({
    id: "ofrepEvaluateFlags",
    method: "post",
    path: "/ofrep/v1/evaluate/flags",
    summary: "OpenFeature Remote Evaluation Protocol: all flags",
    tag: "OFREP",
    credentials: evaluators,
    headers: z.object({ "if-none-match": z.string().max(500).optional() }),
    query: z.looseObject({
      flagConfigEtag: z.string().max(100).optional().meta({
        description: "The `etag` of the notice that led to this request: no answer is older than that state.",
      }),
      flagConfigLastModified: z.string().max(100).optional(),
    }),
    body: ofrepRequest,
    bodyLimit: contextLimit,
    answers: {
      200: {
        description: "Evaluated.",
        schema: z.strictObject({
          flags: z.array(z.union([ofrepSuccess, ofrepFailure])),
          metadata: ofrepMetadata,
          eventStreams: z.array(eventStream).optional(),
        }),
      },
      304: { description: "Nothing changed since the ETag sent." },
      400: {
        description: "The context is not usable.",
        schema: z.looseObject({ errorCode: z.string(), errorDetails: z.string().optional() }),
      },
    },
    example: { body: { context: { targetingKey: "user-318" } }, status: 200 },
  }),
  ofrepStream: operation({
    id: "ofrepStream",
    method: "get",
    path: "/ofrep/v1/stream",
    summary: "OpenFeature Remote Evaluation Protocol: notices of changes (Server-Sent Events)",
    description:
      "The address is in `eventStreams` of the answer for all flags, with a ticket that is good for up to an hour. Messages `refetchEvaluation` name the state reached; they come with each publication and when a time condition changes what flags serve.",
    tag: "OFREP",
    credentials: evaluators,
    takesTicket: true,
    query: z.object({ ticket: z.string().max(200).optional() }),
    headers: z.object({ "last-event-id": z.string().max(100).optional() }),
    answers: { 200: { description: "Events without end.", contentType: "text/event-stream" } },
  }),
  getSnapshot: operation({
    id: "getSnapshot",
    method: "get",
    path: "/api/v1/snapshot",
    summary: "Everything the key's environment evaluates with",
    tag: "Delivery",
    credentials: ["server"],
    headers: z.object({
      "if-none-match": z.string().max(500).optional(),
      "accept-encoding": z.string().max(500).optional().meta({ description: "`br` and `gzip` are known." }),
    }),
    answers: {
      200: { description: "The snapshot, with an ETag of revision and checksum.", schema: snapshotSchema },
      304: { description: "Nothing changed since the ETag sent." },
    },
    example: { status: 200 },
  }),
  stream: operation({
    id: "stream",
    method: "get",
    path: "/api/v1/stream",
    summary: "The snapshot, then every change as it is published (Server-Sent Events)",
    description:
      "Events `snapshot` (a Snapshot) and `change` (a Change), each with the revision as its id. With `Last-Event-ID` it goes on from that revision. A comment every 15 s says that the line is alive.",
    tag: "Delivery",
    credentials: ["server"],
    headers: z.object({ "last-event-id": z.string().max(30).optional() }),
    answers: { 200: { description: "Events without end.", contentType: "text/event-stream" } },
  }),
} as const;
