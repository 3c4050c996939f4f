import { accessOperations } from "./access.ts";
import { accountOperations } from "./account.ts";
import { auditOperations } from "./audit.ts";
import { evaluationOperations } from "./evaluation.ts";
import { eventOperations } from "./events.ts";
import { flagOperations } from "./flags.ts";
import { historyOperations } from "./history.ts";
import { killOperations } from "./kill.ts";
import { segmentOperations } from "./segments.ts";
import { overviewOperations } from "./overview.ts";
import { layerOperations } from "./layers.ts";
import { peopleOperations } from "./people.ts";
import { projectOperations } from "./projects.ts";
import { promotionOperations } from "./promotion.ts";
import { shortFlagOperations, shortTargetingOperations } from "./short-paths.ts";
import { ssoOperations } from "./sso.ts";
import { targetingOperations } from "./targeting.ts";

/** Every operation of version 1, by its id. Handlers, the OpenAPI document and the clients all follow from this. */
export const contract = {
  ...evaluationOperations,
  ...flagOperations,
  ...targetingOperations,
  ...promotionOperations,
  ...shortFlagOperations,
  ...shortTargetingOperations,
  ...segmentOperations,
  ...killOperations,
  ...historyOperations,
  ...layerOperations,
  ...eventOperations,
  ...projectOperations,
  ...overviewOperations,
  ...accessOperations,
  ...accountOperations,
  ...peopleOperations,
  ...ssoOperations,
  ...auditOperations,
} as const;

export type OperationId = keyof typeof contract;

/** What operations are grouped by in the reference. */
export const tags: Readonly<Record<(typeof contract)[OperationId]["tag"], string>> = {
  Evaluation: "Flags evaluated by the server, for those who do not evaluate themselves.",
  OFREP: "The OpenFeature Remote Evaluation Protocol, for its providers.",
  Delivery: "What SDKs evaluate with, and every change of it.",
  Events: "What SDKs report: who saw what, what happened then, and what they serve.",
  Flags: "What a flag is, in every environment of its project.",
  Targeting: "What a flag does in one environment.",
  Segments: "Audiences of one environment, by rules and by lists of keys.",
  History: "Every state that ever was: listed, compared, evaluated again, restored.",
  Layers: "Shared draws: slices that no two flags have, and users kept out.",
  "Short paths": "The same for keys of one project, without naming it.",
  Projects: "Projects and their environments.",
  Access: "People, keys and who you are.",
  Account: "Your own account, as a signed-in person.",
  People: "Everybody who has an account on this installation.",
  "Single sign-on": "Signing in by your company's identity provider.",
  Audit: "Who changed what, when and from where.",
};
