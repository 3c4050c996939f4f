/** @module An OpenFeature provider over a Guidon client; needs `@openfeature/server-sdk`. */
import {
  GeneralError,
  OpenFeatureEventEmitter,
  ProviderEvents,
  ProviderFatalError,
  type ErrorCode,
  type EvaluationContext,
  type EvaluationContextValue,
  type FlagMetadata,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
} from "@openfeature/server-sdk";
import { createClient, type GuidonClient } from "./client.ts";
import type { ClientErrorCode, ClientOptions, EvaluationDetails, FlagValue } from "./types.ts";

/** How the provider starts. */
export interface ProviderOptions {
  /** Milliseconds that `initialize` waits for a first state. Default 5,000. */
  readyTimeout?: number;
}

/**
 * Makes an OpenFeature provider from the options of a client, or from a client that is shared with other code; only a
 * client that the provider made is closed with it.
 */
export function createProvider(
  source: ClientOptions | GuidonClient,
  options: ProviderOptions = {},
): Provider {
  const shared = "evaluate" in source;
  const client = shared ? source : createClient(source);
  const events = new OpenFeatureEventEmitter();
  const unsubscribe = [client.on("status", announce), client.on("change", announceChange)];
  // The status that OpenFeature was last told; it keeps its own after `initialize`.
  let told: "nothing" | "ready" | "stale" | "error" = "nothing";

  function announce(): void {
    if (told === "nothing") return;
    const { state, lastError } = client.status();
    const message = lastError?.message ?? "The service cannot be reached.";
    // A stream that reconnects is neither: nothing is known yet, and in most cases it is back before anything is.
    if (state === "streaming" || state === "polling") tell("ready", ProviderEvents.Ready);
    else if (state === "offline" && client.status().source === "none")
      tell("error", ProviderEvents.Error, message);
    else if (state === "offline" && lastError?.code === "unauthorized")
      tell("error", ProviderEvents.Error, message);
    else if (state === "offline") tell("stale", ProviderEvents.Stale, message);
  }

  function tell(
    next: typeof told,
    event: Exclude<ProviderEvents, ProviderEvents.ConfigurationChanged>,
    message?: string,
  ): void {
    if (told === next) return;
    told = next;
    events.emit(event, message === undefined ? {} : { message });
  }

  function announceChange(change: {
    previousRevision?: number;
    revision: number;
    environment: string;
    flags: readonly string[];
  }): void {
    if (change.previousRevision === undefined) return;
    const { revision, environment } = change;
    events.emit(ProviderEvents.ConfigurationChanged, {
      flagsChanged: [...change.flags],
      metadata: { revision, environment },
    });
  }

  function resolve<Value extends FlagValue>(flag: string, defaultValue: Value, context: EvaluationContext) {
    const details = client.evaluate(flag, withoutDates(context), defaultValue);
    return resolutionOf<Value>(details as EvaluationDetails<Value>, client.status().environment);
  }

  return {
    metadata: { name: "guidon" },
    runsOn: "server",
    events,
    async initialize() {
      const readiness = await client.ready({ timeout: options.readyTimeout ?? 5_000, fresh: true });
      told = readiness.ready ? "ready" : "error";
      // OpenFeature sets its status when this promise settles; what we know better than that is told just after.
      setImmediate(announce);
      if (readiness.ready) return;
      const { code, message } = readiness.problem;
      throw code === "unauthorized" ? new ProviderFatalError(message) : new GeneralError(message);
    },
    async onClose() {
      for (const stop of unsubscribe) stop();
      if (!shared) await client.close();
    },
    track(event, context, { value }) {
      client.track(event, withoutDates(context), value === undefined ? {} : { value });
    },
    resolveBooleanEvaluation: async (flag, defaultValue, context) => resolve(flag, defaultValue, context),
    resolveStringEvaluation: async (flag, defaultValue, context) => resolve(flag, defaultValue, context),
    resolveNumberEvaluation: async (flag, defaultValue, context) => resolve(flag, defaultValue, context),
    async resolveObjectEvaluation<Value extends JsonValue>(
      flag: string,
      defaultValue: Value,
      context: EvaluationContext,
    ) {
      // Asked with an object of our own, since a null default would let a flag of any type answer.
      const resolution = resolve<JsonValue>(flag, anyObject, context);
      return (
        resolution.value === anyObject ? { ...resolution, value: defaultValue } : resolution
      ) as ResolutionDetails<Value>;
    },
  };
}

const anyObject: JsonValue = Object.freeze({});

function resolutionOf<Value>(
  details: EvaluationDetails<Value>,
  environment: string | undefined,
): ResolutionDetails<Value> {
  const { value, variant, reason, errorCode, detail, ruleId, flagRevision, environmentRevision } = details;
  const flagMetadata: FlagMetadata = {
    ...primitives(details.metadata),
    // The two names that OpenFeature's telemetry reads.
    ...(environment === undefined ? {} : { flagSetId: environment }),
    version: String(flagRevision),
    flagRevision,
    environmentRevision,
    source: details.source,
    stale: details.stale,
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(detail === undefined ? {} : { detail }),
  };
  return {
    value,
    reason,
    flagMetadata,
    ...(variant === null ? {} : { variant }),
    ...(errorCode === undefined
      ? {}
      : { errorCode: errorCode as ErrorCode, errorMessage: messageOf(details.flag, errorCode, detail) }),
  };
}

function messageOf(flag: string, errorCode: ClientErrorCode, detail: string | undefined): string {
  switch (errorCode) {
    case "FLAG_NOT_FOUND":
      return detail === "archived"
        ? `Flag "${flag}" is archived.`
        : `There is no flag "${flag}" in this environment.`;
    case "TYPE_MISMATCH":
      return `Flag "${flag}" is of another type than the default.`;
    case "PARSE_ERROR":
      return `Flag "${flag}" cannot be evaluated by this SDK${detail === undefined ? "" : ` (${detail})`}.`;
    case "PROVIDER_NOT_READY":
      return "There is no state to evaluate with yet.";
    case "INVALID_CONTEXT":
      return "The evaluation context is not an object.";
    case "GENERAL":
      return `Flag "${flag}" could not be evaluated${detail === undefined ? "" : ` (${detail})`}.`;
  }
}

// OpenFeature's flag metadata holds primitives only.
function primitives(metadata: { readonly [key: string]: unknown } = {}): FlagMetadata {
  const kept: FlagMetadata = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      kept[key] = value;
  }
  return kept;
}

/** OpenFeature allows dates in a context, JSON does not: they become what the engine compares, RFC 3339. */
function withoutDates(context: EvaluationContext): EvaluationContext {
  return holdsDate(context) ? (replaceDates(context) as EvaluationContext) : context;
}

function holdsDate(value: EvaluationContextValue | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Date || Object.values(value).some(holdsDate);
}

function replaceDates(value: EvaluationContextValue): EvaluationContextValue {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(replaceDates);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaceDates(part)]));
}
