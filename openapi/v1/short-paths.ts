import { z } from "zod";
import { operation } from "../operation.ts";
import { dryRunQuery, ifMatch, optionalIfMatch } from "./common.ts";
import { keySchema } from "./documents.ts";
import { created, createFlagSchema, flagAnswer, flagPage, listQuery, updateFlagSchema } from "./flags.ts";
import { changed, rolloutSchema, switching } from "./targeting.ts";

const payments = { flag: "payments-v2" };
const any = { "if-match": "*" };
const ofFlag = z.object({ flag: keySchema });
const ofProject = {
  tag: "Short paths",
  description: "The short path, for management keys of one project.",
  credentials: ["management"],
} as const;
const ofEnvironment = {
  tag: "Short paths",
  description: "The short path, for management keys of one environment.",
  credentials: ["management"],
  params: ofFlag,
} as const;

/** Flags without their project, which the key has. */
export const shortFlagOperations = {
  listFlagsHere: operation({
    id: "listFlagsHere",
    method: "get",
    path: "/api/v1/flags",
    summary: "List the flags of the key's project",
    ...ofProject,
    query: listQuery,
    answers: { 200: { description: "One page.", schema: flagPage } },
    example: { query: { search: "checkout" }, status: 200 },
  }),
  createFlagHere: operation({
    id: "createFlagHere",
    method: "post",
    path: "/api/v1/flags",
    summary: "Create a flag in the key's project",
    ...ofProject,
    query: dryRunQuery,
    body: createFlagSchema,
    answers: created,
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
    ...ofProject,
    params: ofFlag,
    answers: { 200: flagAnswer("The flag, its version as ETag.") },
    example: { params: { flag: "dark-mode" }, status: 200 },
  }),
  updateFlagHere: operation({
    id: "updateFlagHere",
    method: "patch",
    path: "/api/v1/flags/{flag}",
    summary: "Change a flag of the key's project",
    ...ofProject,
    params: ofFlag,
    query: dryRunQuery,
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
    ...ofProject,
    params: ofFlag,
    query: dryRunQuery,
    headers: optionalIfMatch,
    answers: { 200: flagAnswer("Archived.") },
    example: { params: { flag: "dark-mode" }, status: 200 },
  }),
} as const;

/** What flags do, without project and environment, which the key has. */
export const shortTargetingOperations = {
  turnFlagOnHere: operation({
    ...switching,
    ...ofEnvironment,
    id: "turnFlagOnHere",
    path: "/api/v1/flags/{flag}/on",
    summary: "Switch a flag on in the key's environment",
    example: { params: payments, headers: any, status: 200 },
  }),
  turnFlagOffHere: operation({
    ...switching,
    ...ofEnvironment,
    id: "turnFlagOffHere",
    path: "/api/v1/flags/{flag}/off",
    summary: "Switch a flag off in the key's environment",
    example: { params: payments, headers: any, status: 200 },
  }),
  setRolloutHere: operation({
    ...ofEnvironment,
    id: "setRolloutHere",
    method: "post",
    path: "/api/v1/flags/{flag}/rollout",
    summary: "Set how many per cent get a variant in the key's environment",
    query: dryRunQuery,
    headers: ifMatch,
    body: rolloutSchema,
    answers: { 200: changed },
    example: { params: payments, headers: any, body: { percent: 25 }, status: 200 },
  }),
} as const;
