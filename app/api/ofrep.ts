import { createHash } from "node:crypto";
import type { Evaluation } from "@guidon/engine";
import type { z } from "zod";

/** OpenFeature Remote Evaluation Protocol 0.3: its forms of what the engine answers. */

type Metadata = Record<string, boolean | string | number>;
export type OfrepAnswer =
  | { key: string; value?: z.util.JSONType; reason: OfrepReason; variant?: string; metadata: Metadata }
  | { key: string; errorCode: string; errorDetails: string };
type OfrepReason = "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "UNKNOWN";

/** Where the flag gives nothing of its own there is no value: the provider then takes the caller's default. */
export function ofrepEvaluation(
  key: string,
  evaluation: Omit<Evaluation, "draws" | "validUntil">,
): OfrepAnswer {
  if (evaluation.errorCode !== undefined) {
    return { key, errorCode: evaluation.errorCode, errorDetails: failure(key, evaluation) };
  }
  return {
    key,
    reason: reasonOf(evaluation),
    ...(evaluation.variant === null
      ? {}
      : { value: evaluation.value as z.util.JSONType, variant: evaluation.variant }),
    metadata: {
      reason: evaluation.reason,
      flagRevision: evaluation.flagRevision,
      environmentRevision: evaluation.environmentRevision,
      ...(evaluation.ruleId === undefined ? {} : { ruleId: evaluation.ruleId }),
      ...(evaluation.ruleIndex === undefined ? {} : { ruleIndex: evaluation.ruleIndex }),
      ...(evaluation.detail === undefined ? {} : { detail: evaluation.detail }),
    },
  };
}

/** The protocol's list of reasons has no DEFAULT; the metadata has the exact one. */
function reasonOf({ reason }: Pick<Evaluation, "reason">): OfrepReason {
  return reason === "DEFAULT" || reason === "ERROR" ? "UNKNOWN" : reason;
}

function failure(key: string, { errorCode, detail }: Pick<Evaluation, "errorCode" | "detail">): string {
  if (errorCode === "FLAG_NOT_FOUND") {
    return detail === "archived" ? `The flag "${key}" is archived.` : `There is no flag "${key}" here.`;
  }
  return detail === undefined ? `The flag "${key}" cannot be evaluated.` : `The flag "${key}": ${detail}.`;
}

/** OFREP asks for a context; a targeting key, where there is one, is a string. */
export function unusableContext(
  context: Readonly<Record<string, unknown>> | undefined,
): { errorCode: string; errorDetails: string } | undefined {
  if (context === undefined) return { errorCode: "INVALID_CONTEXT", errorDetails: "Send a context." };
  if (context.targetingKey === undefined || typeof context.targetingKey === "string") return undefined;
  return { errorCode: "INVALID_CONTEXT", errorDetails: "The targetingKey is not a string." };
}

/** Of the very bytes: whatever made them differ, revision, context or time, changes the tag. */
export function bodyTag(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}
