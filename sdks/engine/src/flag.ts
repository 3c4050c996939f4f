import type { Ask, Attribute, Call } from "./call.ts";
import { all, planParts } from "./condition.ts";
import { conclude, evaluationAt, type Place } from "./outcome.ts";
import { asUnit } from "./path.ts";
import type { FlagNode, Planner } from "./planner.ts";
import { planSplit, serveSplit, type SplitPlan } from "./split.ts";
import { TRUE } from "./truth.ts";
import type {
  Evaluation,
  FlagDocument,
  FlagState,
  Prerequisite,
  Reason,
  Rule,
  Serve,
  Variant,
} from "./types.ts";

/** A flag made ready. */
export interface FlagPlan {
  readonly state: FlagState;
  /** What everybody gets, where the flag asks nothing of the context. */
  readonly fixed: Evaluation | undefined;
  /** The rest, where it does. */
  readonly asking: AskingPlan | undefined;
}

interface AskingPlan {
  readonly prerequisites: readonly PrerequisitePlan[];
  readonly targets: readonly TargetPlan[];
  readonly rules: readonly RulePlan[];
  readonly fallthrough: ServePlan;
  /** What is served where a prerequisite fails or the fallthrough yields nothing. */
  readonly off: Variant | undefined;
  readonly place: Place;
}

interface PrerequisitePlan {
  readonly source: Prerequisite;
  readonly flag: FlagNode | undefined;
}

/** Neighbouring targets that look at the same attribute. */
interface TargetPlan {
  readonly by: string;
  readonly attribute: Attribute;
  readonly served: Map<string, Evaluation>;
}

/** One of the two. */
interface ServePlan {
  readonly plain: Evaluation | undefined;
  readonly split: SplitPlan | undefined;
}

interface RulePlan extends ServePlan {
  readonly source: Rule;
  /** All of these must hold. */
  readonly when: readonly Ask[];
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag({ state, fixed, asking }: FlagPlan, call: Call): Evaluation {
  const { recorder } = call;
  recorder?.state(state, fixed);
  if (asking === undefined) return fixed!;
  const { prerequisites, targets, rules, fallthrough, off, place } = asking;
  for (let i = 0; i < prerequisites.length; i++)
    if (!isMet(prerequisites[i]!, call))
      return conclude({ ...evaluationAt(place, off, "DISABLED"), detail: "prerequisite" }, call);
  for (let i = 0; i < targets.length; i++) {
    const { by, attribute, served } = targets[i]!;
    const unit = asUnit(call.attribute(attribute));
    const evaluation = unit === undefined ? undefined : served.get(unit);
    recorder?.targets(by, unit, evaluation);
    if (evaluation !== undefined) return conclude(evaluation, call);
  }
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    recorder?.open();
    const matched = all(rule.when, call);
    const served = matched === TRUE ? serve(rule, call) : undefined;
    recorder?.rule(rule.source, i, matched, served);
    if (served !== undefined) return served;
  }
  recorder?.open();
  const served = serve(fallthrough, call);
  const evaluation = served ?? conclude(evaluationAt(place, off, "DEFAULT"), call);
  recorder?.fallthrough(served, evaluation);
  return evaluation;
}

function serve({ plain, split }: ServePlan, call: Call): Evaluation | undefined {
  if (split !== undefined) return serveSplit(split, call);
  return plain && conclude(plain, call);
}

function isMet({ source, flag }: PrerequisitePlan, call: Call): boolean {
  call.recorder?.open();
  const served = flag && call.once(flag);
  const isUp = flag?.state === "on" || (source.acceptOff === true && flag !== undefined);
  const isMet = isUp && typeof served?.variant === "string" && source.variants.includes(served.variant);
  call.recorder?.prerequisite(source, isMet, flag?.state, served);
  return isMet;
}

/** Plans a flag that has been checked. */
export function planFlag(source: FlagDocument, planner: Planner): FlagPlan {
  const { kill, on, offVariant } = source;
  const placeOf = (ruleId?: string, ruleIndex?: number): Place => ({
    ruleId,
    ruleIndex,
    flagRevision: source.revision,
    environmentRevision: planner.revision,
  });
  const here = placeOf();
  const variantOf = (key: string | null | undefined): Variant | undefined =>
    source.variants.find((variant) => variant.key === key);
  const served = (variant: string | null, reason: Reason, place = here): Evaluation =>
    Object.freeze(evaluationAt(place, variantOf(variant), reason));
  if (kill) {
    const fixed = Object.freeze({ ...served(kill.variant, "DISABLED"), detail: "killed" } as const);
    return { state: "killed", fixed, asking: undefined };
  }
  if (!on) return { state: "off", fixed: served(offVariant, "DISABLED"), asking: undefined };

  const planServe = (serve: Serve, reason: Reason, place = here): ServePlan =>
    "variant" in serve
      ? { plain: served(serve.variant, reason, place), split: undefined }
      : { plain: undefined, split: planSplit(serve.split, place, variantOf, planner) };
  const { prerequisites, targets, rules } = source;
  const isStatic = prerequisites.length + targets.length + rules.length === 0;
  const fallthrough = planServe(source.fallthrough, isStatic ? "STATIC" : "DEFAULT");
  if (isStatic && fallthrough.plain) return { state: "on", fixed: fallthrough.plain, asking: undefined };
  const asking: AskingPlan = {
    prerequisites: prerequisites.map((need) => ({ source: need, flag: planner.flag(need.flag) })),
    targets: planTargets(source, planner, (variant) => served(variant, "TARGETING_MATCH")),
    rules: rules.map((rule, index) => {
      const { plain, split } = planServe(rule.serve, "TARGETING_MATCH", placeOf(rule.id, index));
      return { source: rule, when: planParts(rule.when, planner), plain, split };
    }),
    fallthrough,
    off: variantOf(offVariant),
    place: here,
  };
  return { state: "on", fixed: undefined, asking };
}

function planTargets(
  { targets }: FlagDocument,
  planner: Planner,
  serve: (variant: string) => Evaluation,
): readonly TargetPlan[] {
  const plans: TargetPlan[] = [];
  for (const { by, keys, variant } of targets) {
    if (plans.at(-1)?.by !== by) plans.push({ by, attribute: planner.attribute(by), served: new Map() });
    const { served } = plans.at(-1)!;
    const evaluation = serve(variant);
    for (const key of keys) if (!served.has(key)) served.set(key, evaluation);
  }
  return plans;
}
