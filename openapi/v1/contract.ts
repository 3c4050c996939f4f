import { accessOperations } from "./access.ts";
import { evaluationOperations } from "./evaluation.ts";
import { flagOperations, targetingOperations } from "./flags.ts";

/** Every operation of version 1, by its id. Handlers, the OpenAPI document and the clients all follow from this. */
export const contract = {
  ...evaluationOperations,
  ...flagOperations,
  ...targetingOperations,
  ...accessOperations,
} as const;

export type OperationId = keyof typeof contract;
