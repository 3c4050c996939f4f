import { z } from "zod";
import { operation } from "../operation.ts";
import { dryRunQuery, environmentParams, ifMatch, managers, projectParams } from "./common.ts";
import { keySchema } from "./documents.ts";
import { checkout, commentSchema, manyChanged, targetingParams, versionSchema } from "./targeting.ts";

const comparedSchema = z.strictObject({ environment: keySchema, revision: z.number() });
const copying =
  "Seeds are copied, so users stay where they are. Kills are not: what is killed there stays killed, and nothing else becomes so.";

/** From one environment to another. */
export const promotionOperations = {
  copyTargeting: operation({
    id: "copyTargeting",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/copy-to",
    summary: "Make a flag do in another environment what it does in this one",
    description: `If-Match names the version there. ${copying}`,
    tag: "Targeting",
    credentials: managers,
    params: targetingParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({ to: keySchema, comment: commentSchema }).meta({ id: "CopyTargeting" }),
    answers: { 200: manyChanged },
    example: {
      params: checkout,
      headers: { "if-match": "*" },
      body: { to: "development", comment: "The same for everybody's laptop" },
      status: 200,
    },
  }),
  promoteFlags: operation({
    id: "promoteFlags",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/promote",
    summary: "Make flags do in another environment what they do in this one, in one revision",
    description: copying,
    tag: "Targeting",
    credentials: managers,
    params: environmentParams,
    query: dryRunQuery,
    body: z
      .strictObject({
        to: keySchema,
        flags: z
          .array(z.strictObject({ flag: keySchema, version: versionSchema }))
          .min(1)
          .max(1000)
          .meta({ description: "With the version that each has where it goes." }),
        comment: commentSchema,
      })
      .meta({ id: "PromoteFlags" }),
    answers: { 200: manyChanged },
    example: {
      params: { project: "storefront", environment: "staging" },
      body: {
        to: "development",
        flags: [
          { flag: "new-checkout", version: "*" },
          { flag: "search-vector-ranking", version: "*" },
        ],
      },
      status: 200,
    },
  }),
  compareEnvironments: operation({
    id: "compareEnvironments",
    method: "get",
    path: "/api/v1/projects/{project}/compare",
    summary: "What flags and segments do otherwise in one environment than in another",
    tag: "Targeting",
    credentials: managers,
    params: projectParams,
    query: z.object({ from: keySchema, to: keySchema, flag: keySchema.optional() }),
    answers: {
      200: {
        description: "What differs, in the order of the keys; flags first.",
        schema: z.strictObject({
          from: comparedSchema,
          to: comparedSchema,
          differences: z.array(
            z.strictObject({
              kind: z.enum(["flag", "segment"]),
              key: z.string(),
              changes: z
                .array(z.string())
                .meta({ description: "In readable lines, as if `from` were made into `to`." }),
            }),
          ),
        }),
      },
    },
    example: {
      params: { project: "storefront" },
      query: { from: "staging", to: "production" },
      status: 200,
    },
  }),
} as const;
