/** @module The Guidon SDK for servers: flags evaluated in this process, kept current by a stream. */
export { createClient } from "./client.ts";
export type { GuidonClient } from "./client.ts";
export type { ClientProblem, ProblemCode } from "./problem.ts";
export type {
  ChangeEvent,
  ClientDetail,
  ClientErrorCode,
  ClientEvents,
  ClientOptions,
  ClientStatus,
  ConnectionState,
  EvaluationDetails,
  FlagValue,
  Logger,
  Readiness,
  ReadyOptions,
  Source,
  TrackOptions,
} from "./types.ts";
export type { EvaluationContext, Evaluation, Explanation, Json, Snapshot, Unit } from "@guidon/engine";
