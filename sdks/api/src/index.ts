/** @module A typed client for the Guidon HTTP API; its types are generated from the OpenAPI document. */
export { createApi, dataOf, type Api, type ApiOptions } from "./api.ts";
export { ApiProblem, type Problem } from "./api-problem.ts";
export type { components, operations, paths } from "./generated/v1.ts";
