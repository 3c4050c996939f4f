import type { contract, OperationId } from "#openapi/v1/contract.ts";
import { accessHandlers } from "./access-handlers.server.ts";
import { accountHandlers } from "./account-handlers.server.ts";
import { auditHandlers } from "./audit-handlers.server.ts";
import { deliveryHandlers } from "./delivery-handlers.server.ts";
import { eventHandlers } from "./event-handlers.server.ts";
import { evaluationHandlers } from "./evaluation-handlers.server.ts";
import { flagHandlers } from "./flag-handlers.server.ts";
import type { Handler } from "./handler.ts";
import { historyHandlers } from "./history-handlers.server.ts";
import { killHandlers } from "./kill-handlers.server.ts";
import { segmentHandlers } from "./segment-handlers.server.ts";
import { overviewHandlers } from "./overview-handlers.server.ts";
import { layerHandlers } from "./layer-handlers.server.ts";
import { peopleHandlers } from "./people-handlers.server.ts";
import { projectHandlers } from "./project-handlers.server.ts";
import { ssoHandlers } from "./sso-handlers.server.ts";
import { targetingHandlers } from "./targeting-handlers.server.ts";

/** One handler for every operation of the contract: a missing one, and one too many, do not compile. */
export const handlers: { [Id in OperationId]: Handler<(typeof contract)[Id]> } = {
  ...evaluationHandlers,
  ...deliveryHandlers,
  ...flagHandlers,
  ...targetingHandlers,
  ...segmentHandlers,
  ...killHandlers,
  ...historyHandlers,
  ...layerHandlers,
  ...eventHandlers,
  ...projectHandlers,
  ...overviewHandlers,
  ...accessHandlers,
  ...accountHandlers,
  ...peopleHandlers,
  ...ssoHandlers,
  ...auditHandlers,
};
