import type { Call } from "./call.ts";
import type { Draws, Evaluation, FlagDocument, Reason, Variant } from "./types.ts";

const NOTHING = { key: null, value: null } as const;

/** The variant of that key, or what stands for the caller's default. */
function variantOf({ variants }: FlagDocument, key: string | null): Variant | typeof NOTHING {
  for (let i = 0; i < variants.length; i++) if (variants[i]!.key === key) return variants[i]!;
  return NOTHING;
}

/** What a flag serves from a rule, or (-1) from none. Every shape is written out, since this is made once a call. */
export function evaluationOf(
  source: FlagDocument,
  ruleIndex: number,
  key: string | null,
  reason: Reason,
  environmentRevision: number,
  draws?: Draws,
): Evaluation {
  const served = variantOf(source, key);
  if (ruleIndex >= 0) return ofRule(source, ruleIndex, served, reason, environmentRevision, draws);
  const { key: variant, value } = served;
  const { revision: flagRevision } = source;
  return draws
    ? { value, variant, reason, flagRevision, environmentRevision, draws }
    : { value, variant, reason, flagRevision, environmentRevision };
}

function ofRule(
  source: FlagDocument,
  ruleIndex: number,
  { key: variant, value }: Variant | typeof NOTHING,
  reason: Reason,
  environmentRevision: number,
  draws: Draws | undefined,
): Evaluation {
  const { revision: flagRevision } = source;
  const ruleId = source.rules[ruleIndex]!.id;
  return draws
    ? { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision, draws }
    : { value, variant, reason, ruleId, ruleIndex, flagRevision, environmentRevision };
}

/** What only some evaluations bear, in this order. */
export type More = Pick<Evaluation, "detail" | "experiment" | "draws" | "unit">;

/** What a call serves, with whatever else it came upon; `more` has the draws in it. */
export function serve(
  source: FlagDocument,
  ruleIndex: number,
  key: string | null,
  reason: Reason,
  call: Call,
  draws?: Draws,
  more?: More,
): Evaluation {
  return more === undefined && call.until === undefined && !call.unitMissing
    ? evaluationOf(source, ruleIndex, key, reason, call.program.revision, draws)
    : withMore(
        evaluationOf(source, ruleIndex, key, reason, call.program.revision),
        call,
        more ?? (draws && { draws }),
      );
}

function withMore(evaluation: Evaluation, { until, unitMissing }: Call, more: More | undefined): Evaluation {
  return {
    ...(unitMissing && { detail: "unit_missing" }),
    ...evaluation,
    ...more,
    ...(until !== undefined && { validUntil: until }),
  };
}
