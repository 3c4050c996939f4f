import { evaluate, evaluateAll, explain } from "@guidon/engine";
import type { Evaluation, EvaluationContext, Explanation, FlagType, Program } from "@guidon/engine";
import type { Use } from "./exposures.ts";
import type {
  ClientDetail,
  ClientErrorCode,
  EvaluationDetails,
  FlagValue,
  Json,
  Source,
  Widened,
} from "./types.ts";

/** What evaluation reads at each call; nothing else, so that it never waits for anything. */
export interface EvaluationInputs {
  program: () => Program | undefined;
  /** The metadata of a flag that has any. */
  metadata: (flag: string) => FlagMetadata | undefined;
  origin: () => { source: Source; stale: boolean };
  now: () => number;
  /** Told of each answer about one flag that is about to be used; must neither wait nor throw. */
  used: (use: Use) => void;
}

/** What the owners of a flag wrote on it. */
export type FlagMetadata = { readonly [key: string]: Json };

/** The ways to ask for flags. All are synchronous, and none throws, whatever it is given. */
export interface Evaluator {
  /** The value of a flag, the reason, and the state that it came from. */
  evaluate: <Value extends FlagValue>(
    flag: string,
    context: EvaluationContext | undefined,
    defaultValue: Value,
  ) => EvaluationDetails<Widened<Value>>;
  /** The value alone. */
  getVariation: <Value extends FlagValue>(
    flag: string,
    context: EvaluationContext | undefined,
    defaultValue: Value,
  ) => Widened<Value>;
  /** The value of a boolean flag. */
  isEnabled: (flag: string, context?: EvaluationContext, defaultValue?: boolean) => boolean;
  /** Every flag with its details; `value` is null where a caller's default would be served. */
  evaluateAll: (context?: EvaluationContext) => Record<string, EvaluationDetails<Json>>;
  /** The steps that lead to a flag's answer; `undefined` while there is nothing to evaluate with. */
  explain: (flag: string, context?: EvaluationContext) => Explanation | undefined;
}

const emptyContext: EvaluationContext = Object.freeze({});

/** Makes an evaluator over whatever state is current at the time of each call. */
export function createEvaluator({ program, metadata, origin, now, used }: EvaluationInputs): Evaluator {
  /** The engine's answer, or why it could not be asked. */
  function ask(
    flag: string,
    context: EvaluationContext | undefined,
    defaultValue: unknown,
  ): Evaluation | Refusal {
    const current = program();
    const given = context ?? emptyContext;
    const bad = badArgument(flag, given);
    if (bad !== undefined) return bad;
    if (current === undefined) return { errorCode: "PROVIDER_NOT_READY", detail: "not_ready" };
    try {
      const type = typeOfDefault(defaultValue);
      const at = now();
      const options = type === undefined ? { now: at } : { now: at, type };
      const evaluation = evaluate(current, flag, given, options);
      used({ flag, evaluation, at });
      return evaluation;
    } catch {
      // The engine is total on JSON; what can throw is a getter or proxy in the caller's context.
      return { errorCode: "GENERAL", detail: "evaluation_failed" };
    }
  }

  function valueFor<Value extends FlagValue>(
    flag: string,
    context: EvaluationContext | undefined,
    defaultValue: Value,
  ): Widened<Value> {
    const answer = ask(flag, context, defaultValue);
    return valueOf("reason" in answer ? answer : undefined, defaultValue);
  }

  return {
    evaluate(flag, context, defaultValue) {
      const answer = ask(flag, context, defaultValue);
      if (!("reason" in answer)) {
        return {
          flag,
          value: defaultValue as Widened<typeof defaultValue>,
          variant: null,
          reason: "ERROR",
          ...answer,
          flagRevision: 0,
          environmentRevision: program()?.revision ?? 0,
          ...origin(),
        };
      }
      return detailsOf(flag, answer, defaultValue, metadata(flag), origin());
    },
    getVariation: valueFor,
    isEnabled: (flag, context, defaultValue = false) => valueFor(flag, context, defaultValue),
    evaluateAll(context) {
      // Without a prototype, or a flag named `__proto__` would vanish in it.
      const all = Object.create(null) as Record<string, EvaluationDetails<Json>>;
      const current = program();
      const given = context ?? emptyContext;
      if (current === undefined || badArgument("any", given) !== undefined) return all;
      try {
        const from = origin();
        for (const [flag, answer] of evaluateAll(current, given, { now: now() })) {
          all[flag] = detailsOf(flag, answer, null, metadata(flag), from);
        }
      } catch {
        // As in `ask`: what was answered before the caller's context threw is still right.
      }
      return all;
    },
    explain(flag, context) {
      const current = program();
      const given = context ?? emptyContext;
      if (current === undefined || badArgument(flag, given) !== undefined) return undefined;
      try {
        return explain(current, flag, given, { now: now() });
      } catch {
        return undefined;
      }
    },
  };
}

interface Refusal {
  errorCode: ClientErrorCode;
  detail: ClientDetail;
}

// Types promise all this to TypeScript only.
function badArgument(flag: unknown, context: unknown): Refusal | undefined {
  if (typeof flag !== "string" || flag === "") return { errorCode: "GENERAL", detail: "flag_key_invalid" };
  if (typeof context !== "object" || context === null || Array.isArray(context)) {
    return { errorCode: "INVALID_CONTEXT", detail: "context_invalid" };
  }
  return undefined;
}

// A null default takes a flag of any type.
function typeOfDefault(value: unknown): FlagType | undefined {
  switch (typeof value) {
    case "boolean":
    case "string":
    case "number":
      return typeof value as FlagType;
    case "object":
      return value === null ? undefined : "object";
    default:
      return undefined;
  }
}

function valueOf<Value>(answer: Evaluation | undefined, defaultValue: Value): Widened<Value> {
  // No variant: the caller's default. Otherwise the engine checked the flag's type against the default's, and the
  // value is of that type.
  return (answer === undefined || answer.variant === null ? defaultValue : answer.value) as Widened<Value>;
}

// Written out, since spreading the engine's answers, some of which are frozen, costs ten times as much on Node 20.
function detailsOf<Value>(
  flag: string,
  answer: Evaluation,
  defaultValue: Value,
  metadata: FlagMetadata | undefined,
  { source, stale }: { source: Source; stale: boolean },
): EvaluationDetails<Widened<Value>> {
  const { variant, reason, flagRevision, environmentRevision } = answer;
  const value = valueOf(answer, defaultValue);
  const details: Writable<EvaluationDetails<Widened<Value>>> = {
    flag,
    value,
    variant,
    reason,
    flagRevision,
    environmentRevision,
    source,
    stale,
  };
  if (answer.errorCode !== undefined) details.errorCode = answer.errorCode;
  if (answer.detail !== undefined) details.detail = answer.detail;
  if (answer.ruleId !== undefined) details.ruleId = answer.ruleId;
  if (answer.ruleIndex !== undefined) details.ruleIndex = answer.ruleIndex;
  if (answer.experiment !== undefined) details.experiment = answer.experiment;
  if (answer.draws !== undefined) details.draws = answer.draws;
  if (answer.unit !== undefined) details.unit = answer.unit;
  if (answer.validUntil !== undefined) details.validUntil = answer.validUntil;
  if (metadata !== undefined) details.metadata = metadata;
  return details;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
