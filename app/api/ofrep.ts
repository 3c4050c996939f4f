import { hash } from "node:crypto";
import { nextBoundary, type Evaluation, type EvaluationContext } from "@guidon/engine";
import type { z } from "zod";
import type { LiveEnvironment } from "#app/platform/context.ts";

/** OpenFeature Remote Evaluation Protocol 0.3: its forms of what the engine answers. */

type Metadata = Record<string, boolean | string | number>;
export type OfrepAnswer =
  | { key: string; value?: z.util.JSONType; reason: OfrepReason; variant?: string; metadata: Metadata }
  | { key: string; errorCode: string; errorDetails: string };
type OfrepReason = "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "UNKNOWN";

/** Where the flag gives nothing of its own there is no value: the provider then takes the caller's default. */
export function ofrepEvaluation(
  key: string,
  evaluation: Omit<Evaluation, "draws" | "unit" | "validUntil">,
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

/** A state of the flags that notices name: a revision, and the instant from which a time condition changed it. */
export interface ConfigTag {
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly at?: number;
}

export function configTag({ revision, at }: ConfigTag): string {
  return at === undefined ? String(revision) : `${revision}.${at}`;
}

/** Undefined for what no notice of ours has named. */
export function parseConfigTag(text: string): ConfigTag | undefined {
  const [, revision, at] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  if (revision === undefined) return undefined;
  return at === undefined ? { revision: Number(revision) } : { revision: Number(revision), at: Number(at) };
}

const basis = new WeakMap<LiveEnvironment, string>();

/** All that the environment itself has to do with an answer: two processes at one revision may have kept different last good versions. */
function basisOf(live: LiveEnvironment): string {
  const present = basis.get(live);
  if (present !== undefined) return present;
  const { quarantined, missingLists } = live.program;
  const kept = quarantined.map(({ kind, key, reason, kept }) => [kind, key, reason, kept]);
  const lists = missingLists.map(({ segment, list, digest }) => [segment, list, digest]);
  const made = JSON.stringify([live.name, live.revision, live.snapshot.checksum, kept, lists]);
  basis.set(live, made);
  return made;
}

/**
 * The tag of a bulk answer, known without evaluating anything: the engine answers from the environment, the context and
 * the time alone, and between two boundaries the time changes nothing. `more` is what else is in the answer.
 */
export function bulkTag(
  live: LiveEnvironment,
  input: { context: EvaluationContext; now: number; more: readonly (string | boolean)[] },
): string {
  const until = nextBoundary(live.program, input.now) ?? 0;
  const text = `${basisOf(live)}${until}${JSON.stringify(input.more)}${JSON.stringify(input.context)}`;
  return `"${live.revision}-${hash("sha256", text, "base64url").slice(0, 27)}"`;
}
