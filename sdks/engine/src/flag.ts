import { once, unitOf, type Call } from "./call.ts";
import { judge, planWhen, type RuleCondition } from "./condition.ts";
import type { Attribute } from "./layout.ts";
import type { FlagNode, Planner } from "./planner.ts";
import { evaluationOf, NO_RULE, variantOf, withMore, type More } from "./served.ts";
import { isPlain, planSplit, serveSplit, type SplitPlan } from "./split.ts";
import { TRUE } from "./truth.ts";
import type { Evaluation, FlagDocument, FlagState, Reason, Serve } from "./types.ts";

/** A flag made ready. */
export type FlagPlan = FixedPlan | AskingPlan;

/** A flag that answers everybody the same. */
export interface FixedPlan {
  readonly state: FlagState;
  readonly fixed: Evaluation;
  readonly only?: undefined;
}

/** A flag that asks something of the context: its document, and beside the parts of that what they need, as far as there are any. */
class AskingPlan {
  readonly fixed = undefined;
  readonly source: FlagDocument;
  readonly prerequisites: readonly (FlagNode | undefined)[] | undefined;
  readonly targets: readonly TargetPlan[] | undefined;
  /** Of the rules. */
  readonly conditions: readonly RuleCondition[];
  /** Of the rules, where any has one. */
  readonly splits: readonly (SplitPlan | undefined)[] | undefined;
  readonly fallthrough: SplitPlan | undefined;
  /** The fallthrough's split, where there is nothing else to ask and nothing special about it. */
  readonly only: SplitPlan | undefined;
  /** What the rules, then the fallthrough, serve without a split, as far as somebody asked for this flag alone: the same object for everybody. */
  plain: (Evaluation | undefined)[] | undefined = undefined;

  constructor(source: FlagDocument, planner: Planner) {
    const { prerequisites, targets, rules, fallthrough } = source;
    const planServe = (from: Serve): SplitPlan | undefined =>
      "split" in from ? planSplit(from.split, source, planner) : undefined;
    const splits = rules.map(({ serve }) => planServe(serve));
    const last = planServe(fallthrough);
    this.source = source;
    this.prerequisites =
      prerequisites.length > 0 ? prerequisites.map(({ flag }) => planner.flag(flag)) : undefined;
    this.targets = targets.length > 0 ? planTargets(source, planner) : undefined;
    this.conditions = rules.length > 0 ? rules.map(({ when }) => planWhen(when, planner)) : NONE;
    this.splits = splits.some(Boolean) ? splits : undefined;
    this.fallthrough = last;
    this.only =
      prerequisites.length + targets.length + rules.length === 0 && last && isPlain(last) ? last : undefined;
  }

  get state(): "on" {
    return "on";
  }
}

const NONE: readonly never[] = [];

/** Neighbouring targets that look at the same attribute, and what each unit is served. */
interface TargetPlan {
  readonly by: string;
  readonly attribute: Attribute;
  readonly served: Map<string, Evaluation>;
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag(plan: FlagPlan, call: Call): Evaluation {
  call.recorder?.state(plan.state, plan.fixed);
  return (
    plan.fixed ??
    (plan.prerequisites && unmet(plan.source, plan.prerequisites, call)) ??
    (plan.targets && targeted(plan.targets, call)) ??
    ruled(plan, call) ??
    off(plan.source, "DEFAULT", call)
  );
}

function unmet(
  source: FlagDocument,
  flags: readonly (FlagNode | undefined)[],
  call: Call,
): Evaluation | undefined {
  for (const [i, prerequisite] of source.prerequisites.entries()) {
    const flag = flags[i];
    call.recorder?.open();
    const served = flag && once(call, flag.node!);
    const state = flag?.plan!.state;
    const isUp = state === "on" || (state !== undefined && prerequisite.acceptOff === true);
    const variant = isUp ? served?.variant : undefined;
    const isMet = typeof variant === "string" && prerequisite.variants.includes(variant);
    call.recorder?.prerequisite(prerequisite, isMet, state, served);
    if (!isMet) return off(source, "DISABLED", call, { detail: "prerequisite" });
  }
  return undefined;
}

function off(source: FlagDocument, reason: Reason, call: Call, more?: More): Evaluation {
  const served = variantOf(source, source.offVariant);
  return withMore(evaluationOf(source, NO_RULE, served, reason, call.program.revision), call, more);
}

function targeted(targets: readonly TargetPlan[], call: Call): Evaluation | undefined {
  for (const target of targets) {
    const unit = unitOf(call, target.attribute);
    const served = unit === undefined ? undefined : target.served.get(unit);
    call.recorder?.targets(target.by, unit, served);
    if (served !== undefined) return withMore(served, call);
  }
  return undefined;
}

/** From the first rule whose condition is true and that serves something; the fallthrough is a rule for everybody after the last one. */
function ruled(plan: AskingPlan, call: Call): Evaluation | undefined {
  const { source, conditions, splits, fallthrough } = plan;
  const { recorder } = call;
  for (let i = 0; i <= conditions.length; i++) {
    const isRule = i < conditions.length;
    recorder?.open();
    const matched = isRule ? judge(conditions[i]!, call) : TRUE;
    const split = isRule ? splits?.[i] : fallthrough;
    let served: Evaluation | undefined;
    if (matched === TRUE)
      served = split ? serveSplit(split, source, isRule ? i : NO_RULE, call) : servePlain(plan, i, call);
    recorder?.rule(source, i, matched, served);
    if (served !== undefined) return served;
  }
  return undefined;
}

/** Serves without a split, which only the time and what was passed over can add something to. */
function servePlain(plan: AskingPlan, i: number, call: Call): Evaluation {
  const { source, conditions } = plan;
  let served = plan.plain?.[i];
  if (served === undefined) {
    const rule = i < conditions.length ? source.rules[i] : undefined;
    const { variant } = (rule?.serve ?? source.fallthrough) as { readonly variant: string };
    const reason = rule ? "TARGETING_MATCH" : "DEFAULT";
    served = evaluationOf(
      source,
      rule ? i : NO_RULE,
      variantOf(source, variant),
      reason,
      call.program.revision,
    );
    if (call.many === undefined) {
      plan.plain ??= Array<undefined>(conditions.length + 1).fill(undefined);
      plan.plain[i] = Object.freeze(served);
    }
  }
  return withMore(served, call);
}

/** Plans a flag. */
export function planFlag(source: FlagDocument, planner: Planner): FlagPlan {
  const { kill, on, offVariant, prerequisites, targets, rules, fallthrough } = source;
  const always = (state: FlagState, variant: string | null, reason: Reason, more?: More): FixedPlan => {
    const fixed = evaluationOf(source, NO_RULE, variantOf(source, variant), reason, planner.revision);
    return { state, fixed: Object.freeze(more ? { ...fixed, ...more } : fixed) };
  };
  if (kill) return always("killed", kill.variant, "DISABLED", { detail: "killed" });
  if (!on) return always("off", offVariant, "DISABLED");
  if (prerequisites.length + targets.length + rules.length === 0 && "variant" in fallthrough)
    return always("on", fallthrough.variant, "STATIC");
  return new AskingPlan(source, planner);
}

function planTargets(source: FlagDocument, planner: Planner): readonly TargetPlan[] {
  const plans: TargetPlan[] = [];
  for (const { by, keys, variant } of source.targets) {
    if (plans.at(-1)?.by !== by) plans.push({ by, attribute: planner.attribute(by), served: new Map() });
    const { served } = plans.at(-1)!;
    const evaluation = evaluationOf(
      source,
      NO_RULE,
      variantOf(source, variant),
      "TARGETING_MATCH",
      planner.revision,
    );
    for (const key of keys) if (!served.has(key)) served.set(key, Object.freeze(evaluation));
  }
  return plans;
}
