import { z } from "zod";
import { operation } from "../operation.ts";
import { environmentParams, timeSchema } from "./common.ts";
import { jsonSchema, keySchema, reasonSchema } from "./documents.ts";

/** Text that PostgreSQL can keep: neither NUL nor half of a surrogate pair. */
const storable = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((value) => !value.includes("\0") && value.isWellFormed(), "This text cannot be stored.");

const natural = z.int().min(0);
const identified = {
  id: z.uuid().meta({ description: "Made by the sender. Sent again within seven days, it changes nothing." }),
  at: timeSchema
    .optional()
    .meta({ description: "At most seven days ago; when it is received, where left out." }),
};
const unit = z
  .strictObject({ path: storable(500), value: storable(1000) })
  .meta({ id: "Unit", description: "The attribute that a draw hashes, and its value." });

const exposureSchema = z
  .strictObject({
    type: z.literal("exposure"),
    ...identified,
    environmentRevision: natural,
    flag: keySchema,
    flagRevision: natural,
    variant: keySchema,
    ruleId: storable(200).nullable().optional(),
    unit,
    experiment: z
      .strictObject({ key: storable(200), phase: natural.max(1_000_000) })
      .nullable()
      .optional(),
    context: z.record(z.string(), jsonSchema).optional().meta({
      description:
        "What the flag was evaluated with. Under a client key the variant is computed again with it, and what was sent is not believed.",
    }),
  })
  .meta({ id: "ExposureEvent", description: "A unit entered a split, and the result was used." });

const metricSchema = z
  .strictObject({
    type: z.literal("metric"),
    ...identified,
    event: storable(200),
    unit,
    value: z.number().nullable().optional(),
  })
  .meta({ id: "MetricEvent", description: "A unit did something that a metric may count or add up." });

const countSchema = z.strictObject({
  flag: z.union([keySchema, z.literal("")]).meta({ description: "Empty for keys that name no flag." }),
  flagRevision: natural,
  variant: keySchema.nullable().meta({ description: "`null`: the caller's default." }),
  reason: reasonSchema,
  detail: z
    .string()
    .regex(/^[a-z_]{1,50}$/)
    .nullable()
    .default(null),
  ruleId: storable(200).nullable().default(null),
  count: z.int().min(1).max(1_000_000_000),
});

const countsSchema = z
  .strictObject({
    type: z.literal("counts"),
    ...identified,
    counts: z.array(countSchema).min(1).max(1000),
  })
  .meta({
    id: "CountsEvent",
    description: "How often flags were evaluated in the minute of `at`, and how it ended.",
  });

const heartbeatSchema = z
  .strictObject({
    type: z.literal("heartbeat"),
    instance: z
      .string()
      .regex(/^[\w.-]{1,100}$/)
      .meta({ description: "Made at random when the SDK starts." }),
    sdk: z.strictObject({ name: storable(100), version: storable(50) }),
    engine: natural.max(1_000_000).meta({ description: "The highest engine level that it can run." }),
    revision: natural.meta({ description: "What it serves." }),
    connection: z.enum(["streaming", "polling", "offline", "closed"]),
    applied: z
      .array(
        z.strictObject({
          from: natural,
          to: natural,
          agoMs: z.number().min(0).max(3_600_000).meta({
            description: "By a clock that never jumps, so that the SDK's time of day does not matter.",
          }),
        }),
      )
      .max(100)
      .optional()
      .meta({ description: "The changes it applied since its last report." }),
  })
  .meta({
    id: "HeartbeatEvent",
    description: "An SDK instance says what it serves. Under server keys only.",
  });

export const eventSchema = z
  .discriminatedUnion("type", [exposureSchema, metricSchema, countsSchema, heartbeatSchema])
  .meta({ id: "Event" });

const rejectionSchema = z.strictObject({
  index: z.number().meta({ description: "Where the item stands in what was sent." }),
  code: z.enum([
    "invalid_item",
    "too_old",
    "in_the_future",
    "unknown_flag",
    "not_exposed",
    "not_for_client_keys",
  ]),
  detail: z.string(),
});

const instanceSchema = z
  .strictObject({
    instance: z.string(),
    sdk: z.strictObject({ name: z.string(), version: z.string() }),
    engine: z.number(),
    revision: z.number(),
    current: z.boolean().meta({ description: "Whether it serves the revision asked about, or a later one." }),
    connection: z.string(),
    firstSeenAt: timeSchema,
    seenAt: timeSchema,
    lagMs: z.number().nullable().meta({
      description: "From publishing to applying; `null` where it has not, or began after the publishing.",
    }),
  })
  .meta({ id: "SdkInstance" });

const milliseconds = z.number().meta({ description: "Milliseconds." });

export const eventOperations = {
  sendEvents: operation({
    id: "sendEvents",
    method: "post",
    path: "/api/v1/events",
    summary: "Report exposures, metric events, evaluation counts and heartbeats",
    description:
      "Each item is judged alone: one that is not an `Event` is in `rejected`, and the others are taken. What is counted in `accepted` is durable. A full queue answers 429 with Retry-After: send the same again.",
    tag: "Events",
    credentials: ["server", "client"],
    body: z.strictObject({
      // Whatever an item is, it must not keep the others out: each is parsed by itself.
      events: z.array(z.union([eventSchema, z.unknown()])).max(1000),
    }),
    answers: {
      202: {
        description: "Durably written, but for those that are in `rejected`.",
        schema: z.strictObject({ accepted: z.number(), rejected: z.array(rejectionSchema) }),
      },
    },
    example: {
      body: {
        events: [
          {
            type: "exposure",
            id: "019a9e5c-2c11-7d3a-9a57-3a5d0c6f3b10",
            environmentRevision: 15,
            flag: "new-checkout",
            flagRevision: 10,
            variant: "one-page",
            unit: { path: "targetingKey", value: "user-318" },
          },
          {
            type: "metric",
            id: "019a9e5c-2c12-7b60-8d1e-57b0a3f1c2aa",
            event: "order-placed",
            unit: { path: "targetingKey", value: "user-318" },
            value: 49.9,
          },
          {
            type: "counts",
            id: "019a9e5c-2c13-7e0f-8a44-0f0d8f5b7c01",
            counts: [
              {
                flag: "new-checkout",
                flagRevision: 10,
                variant: "one-page",
                reason: "TARGETING_MATCH",
                count: 1204,
              },
            ],
          },
          {
            type: "heartbeat",
            instance: "web-7f9c",
            sdk: { name: "guidon-server-sdk", version: "0.1.0" },
            engine: 1,
            revision: 15,
            connection: "streaming",
            applied: [{ from: 14, to: 15, agoMs: 120 }],
          },
        ],
      },
      status: 202,
    },
  }),
  getPropagation: operation({
    id: "getPropagation",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}/propagation",
    summary: "How far a revision has come: which SDK instances serve it, and how long it took them",
    description:
      "Of all server processes. An instance that has not reported for 90 s is not connected. `instances` names up to 100, those that lag behind first.",
    tag: "Delivery",
    credentials: ["management", "session"],
    params: environmentParams,
    query: z.object({
      revision: z.coerce
        .number()
        .int()
        .min(1)
        .max(Number.MAX_SAFE_INTEGER)
        .optional()
        .meta({ description: "The latest where left out." }),
    }),
    answers: {
      200: {
        description: "As reported so far.",
        schema: z.strictObject({
          environment: keySchema,
          revision: z.number(),
          publishedAt: timeSchema.nullable(),
          connected: z.number().meta({ description: "Instances that report." }),
          serving: z.number().meta({ description: "Those of them that serve the revision or a later one." }),
          lag: z
            .strictObject({
              instances: z.number(),
              p50: milliseconds,
              p99: milliseconds,
              max: milliseconds,
            })
            .nullable()
            .meta({
              description: "Of those that went over the revision while they ran; `null`: none did.",
            }),
          instances: z.array(instanceSchema),
        }),
      },
    },
    example: { params: { project: "storefront", environment: "production" }, status: 200 },
  }),
} as const;
