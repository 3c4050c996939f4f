import type { Evaluation, EvaluationContext, ExplanationStep } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readExposures } from "#app/features/events/read-exposures.server.ts";
import type { Moment } from "#app/features/publishing/moment.ts";
import type { Context } from "#app/platform/context.ts";
import { explainAt, type ExplainedAt } from "./explain-at.server.ts";

export interface WhyServedInput extends Moment {
  readonly project: string;
  readonly environment: string;
  readonly flag: string;
  readonly context: EvaluationContext & { readonly targetingKey: string };
}

export interface WhyServed extends Omit<ExplainedAt, "evaluations" | "steps"> {
  readonly evaluation: Evaluation;
  readonly steps: readonly ExplanationStep[];
  /** What SDKs reported of this flag and user shortly before. */
  readonly recorded: readonly {
    readonly at: Date;
    readonly environmentRevision: number;
    readonly variant: string;
    readonly ruleId: string | null;
  }[];
}

const dayMs = 86_400_000;
const mostRecorded = 20;

/** Why a user got what a flag served at a time: evaluated again exactly, beside what was reported then. */
export async function whyServed(ctx: Context, input: WhyServedInput): Promise<WhyServed> {
  const { environmentId } = await locateEnvironment(ctx, input, "evaluation.explain");
  const { evaluations, steps, ...moment } = await explainAt(ctx, { ...input, flags: [input.flag] });
  const recorded = await readExposures(ctx, {
    ...{ environmentId, flag: input.flag, unit: input.context.targetingKey, limit: mostRecorded },
    from: new Date(moment.at.getTime() - dayMs),
    to: moment.at,
  });
  const evaluation = evaluations.get(input.flag);
  if (evaluation === undefined) throw new Error(`The flag ${input.flag} was not evaluated.`);
  return { ...moment, evaluation, steps: steps.get(input.flag) ?? [], recorded };
}
