import { z } from "zod";
import { operation } from "../operation.ts";
import { changeQuery, dryRunQuery, environmentParams, managers } from "./common.ts";
import { keySchema } from "./documents.ts";

const killSchema = z
  .strictObject({
    variant: keySchema.nullable().optional().meta({
      description:
        "The safe variant; `null` is the caller's default. Left out: the one it is killed with already, else the flag's safe variant, else its off variant.",
    }),
    comment: z.string().max(1000).optional().meta({ description: "Why; kept with the revision." }),
  })
  .meta({ id: "Kill" });

const killStateSchema = z
  .strictObject({
    environment: keySchema,
    killed: z.boolean(),
    variant: z.string().nullable().meta({
      description: "What everybody gets while it is killed; `null`: the caller's default.",
    }),
    version: z.string(),
    revision: z.number().meta({ description: "The environment's revision that holds it." }),
    changed: z.boolean().meta({ description: "False: it stood like that before, nothing was published." }),
  })
  .meta({ id: "KillState" });

const params = environmentParams.extend({ flag: keySchema });
const hereParams = z.object({ flag: keySchema });
const email = { project: "storefront", environment: "production", flag: "outbound-email" };
const killing =
  "A layer above targeting: it takes no version and no approval, may be sent again without harm, and nothing but its undo lifts it. Needs the permission `flag.kill`.";
const lifting = "What lies beneath is served again, as it is now.";
const killedIfMatch = z.object({
  "if-match": z.string().max(200).optional().meta({
    description: "The targeting's ETag, if nothing is to happen where it has changed since.",
  }),
});
const shortNote = "The short path, for management keys of one environment.";
const answers = {
  200: { description: "As it stands, published and served by this process.", schema: killStateSchema },
};

export const killOperations = {
  killFlag: operation({
    id: "killFlag",
    method: "post",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/kill",
    summary: "Kill a flag: serve its safe variant to everybody at once",
    description: killing,
    tag: "Targeting",
    credentials: managers,
    params,
    query: dryRunQuery,
    headers: killedIfMatch,
    body: killSchema.optional(),
    bodyOptional: true,
    answers,
    example: { params: email, body: { comment: "Mails went out twice" }, status: 200 },
  }),
  liftKill: operation({
    id: "liftKill",
    method: "delete",
    path: "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/kill",
    summary: "Lift the kill of a flag",
    description: lifting,
    tag: "Targeting",
    credentials: managers,
    params,
    query: changeQuery,
    headers: killedIfMatch,
    answers,
    example: { params: email, query: { comment: "The queue is repaired" }, status: 200 },
  }),
  killFlagHere: operation({
    id: "killFlagHere",
    method: "post",
    path: "/api/v1/flags/{flag}/kill",
    summary: "Kill a flag in the key's environment",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    params: hereParams,
    query: dryRunQuery,
    headers: killedIfMatch,
    body: killSchema.optional(),
    bodyOptional: true,
    answers,
    example: { params: { flag: "payments-v2" }, body: { comment: "Payments fail" }, status: 200 },
  }),
  liftKillHere: operation({
    id: "liftKillHere",
    method: "delete",
    path: "/api/v1/flags/{flag}/kill",
    summary: "Lift the kill of a flag in the key's environment",
    description: shortNote,
    tag: "Short paths",
    credentials: ["management"],
    params: hereParams,
    query: changeQuery,
    headers: killedIfMatch,
    answers,
    example: { params: { flag: "payments-v2" }, status: 200 },
  }),
} as const;
