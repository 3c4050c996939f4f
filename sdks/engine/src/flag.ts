import type { Attribute, Call } from "./call.ts";
import { judge, planWhen, type ConditionPlan } from "./condition.ts";
import { asUnit } from "./path.ts";
import type { FlagNode, Planner } from "./planner.ts";
import { evaluationOf, serve } from "./served.ts";
import { planSplit, serveSplit, type SplitPlan } from "./split.ts";
import { TRUE } from "./truth.ts";
import type { Evaluation, FlagDocument, FlagState, Prerequisite, Reason, Serve } from "./types.ts";

/** A flag made ready. */
export type FlagPlan = FixedPlan | AskingPlan;

/** A flag that answers everybody the same. */
export class FixedPlan {
  readonly state: FlagState;
  readonly fixed: Evaluation;

  constructor(state: FlagState, evaluation: Evaluation) {
    this.state = state;
    this.fixed = Object.freeze(evaluation);
  }
}

/** A flag that asks something of the context: its document, and beside the parts of that what they need, as far as there are any. */
class AskingPlan {
  readonly source: FlagDocument;
  readonly prerequisites: readonly (FlagNode | undefined)[] | undefined;
  readonly targets: readonly TargetPlan[] | undefined;
  /** Of the rules. */
  readonly conditions: readonly ConditionPlan[] | undefined;
  /** Of the rules, where any has one. */
  readonly splits: readonly (SplitPlan | undefined)[] | undefined;
  readonly fallthrough: SplitPlan | undefined;
  /** What the fallthrough and the rules serve without a split, as far as somebody asked for this flag alone: the same object for everybody. */
  plain: (Evaluation | undefined)[] | undefined = undefined;

  constructor(source: FlagDocument, planner: Planner) {
    const { prerequisites, rules, fallthrough } = source;
    const planServe = (serve: Serve): SplitPlan | undefined =>
      "split" in serve ? planSplit(serve.split, planner) : undefined;
    const splits = rules.map(({ serve }) => planServe(serve));
    this.source = source;
    this.prerequisites = some(prerequisites.map(({ flag }) => planner.flag(flag)));
    this.targets = some(planTargets(source, planner));
    this.conditions = some(rules.map(({ when }) => planWhen(when, planner)));
    this.splits = splits.some(Boolean) ? splits : undefined;
    this.fallthrough = planServe(fallthrough);
  }

  get state(): "on" {
    return "on";
  }
  get fixed(): undefined {
    return undefined;
  }
}

const some = <Item>(items: readonly Item[]): readonly Item[] | undefined =>
  items.length > 0 ? items : undefined;

/** Neighbouring targets that look at the same attribute. */
interface TargetPlan {
  readonly by: string;
  readonly attribute: Attribute;
  readonly variants: Map<string, string>;
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag(plan: FlagPlan, call: Call): Evaluation {
  call.recorder?.state(plan.state, plan.fixed);
  if (plan.fixed !== undefined) return plan.fixed;
  const { prerequisites, targets, conditions } = plan;
  return (
    (prerequisites && unmet(plan.source, prerequisites, call)) ??
    (targets && targeted(plan.source, targets, call)) ??
    (conditions && ruled(plan, conditions, call)) ??
    fallenThrough(plan, call)
  );
}

function unmet(
  source: FlagDocument,
  flags: readonly (FlagNode | undefined)[],
  call: Call,
): Evaluation | undefined {
  for (let i = 0; i < flags.length; i++)
    if (!isMet(source.prerequisites[i]!, flags[i], call))
      return serve(source, -1, source.offVariant, "DISABLED", call, undefined, { detail: "prerequisite" });
  return undefined;
}

function targeted(source: FlagDocument, targets: readonly TargetPlan[], call: Call): Evaluation | undefined {
  for (const { by, attribute, variants } of targets) {
    const unit = asUnit(call.attribute(attribute));
    const variant = unit === undefined ? undefined : variants.get(unit);
    call.recorder?.targets(by, unit, variant);
    if (variant !== undefined) return serve(source, -1, variant, "TARGETING_MATCH", call);
  }
  return undefined;
}

function ruled(plan: AskingPlan, conditions: readonly ConditionPlan[], call: Call): Evaluation | undefined {
  const { source, splits } = plan;
  for (let i = 0; i < conditions.length; i++) {
    call.recorder?.open();
    const matched = judge(conditions[i]!, call);
    const served =
      matched === TRUE
        ? serveFrom(plan, i, source.rules[i]!.serve, splits?.[i], "TARGETING_MATCH", call)
        : undefined;
    call.recorder?.rule(source.rules[i]!, i, matched, served);
    if (served !== undefined) return served;
  }
  return undefined;
}

function fallenThrough(plan: AskingPlan, call: Call): Evaluation {
  const { source } = plan;
  call.recorder?.open();
  const served = serveFrom(plan, -1, source.fallthrough, plan.fallthrough, "DEFAULT", call);
  const evaluation = served ?? serve(source, -1, source.offVariant, "DEFAULT", call);
  call.recorder?.fallthrough(served, evaluation);
  return evaluation;
}

function serveFrom(
  plan: AskingPlan,
  ruleIndex: number,
  from: Serve,
  split: SplitPlan | undefined,
  reason: Reason,
  call: Call,
): Evaluation | undefined {
  if (split !== undefined) return serveSplit(split, plan.source, ruleIndex, call);
  if (call.isMany || call.until !== Infinity || call.unitMissing)
    return serve(plan.source, ruleIndex, variantOf(from), reason, call);
  return plan.plain?.[ruleIndex + 1] ?? servePlain(plan, ruleIndex, variantOf(from), reason, call);
}

const variantOf = (from: Serve): string => (from as { readonly variant: string }).variant;

/** What all calls share that are served a variant without a split from the same place. */
function servePlain(
  plan: AskingPlan,
  ruleIndex: number,
  variant: string,
  reason: Reason,
  call: Call,
): Evaluation {
  const { source } = plan;
  plan.plain ??= Array<undefined>(source.rules.length + 1).fill(undefined);
  return (plan.plain[ruleIndex + 1] = Object.freeze(serve(source, ruleIndex, variant, reason, call)));
}

function isMet(source: Prerequisite, flag: FlagNode | undefined, call: Call): boolean {
  call.recorder?.open();
  const served = flag && call.once(flag);
  const isUp = flag?.state === "on" || (source.acceptOff === true && flag !== undefined);
  const isMet = isUp && typeof served?.variant === "string" && source.variants.includes(served.variant);
  call.recorder?.prerequisite(source, isMet, flag?.state, served);
  return isMet;
}

/** Plans a flag. */
export function planFlag(source: FlagDocument, planner: Planner): FlagPlan {
  const { kill, on, offVariant, prerequisites, targets, rules, fallthrough } = source;
  const always = (variant: string | null, reason: Reason): Evaluation =>
    evaluationOf(source, -1, variant, reason, planner.revision);
  if (kill) return new FixedPlan("killed", { ...always(kill.variant, "DISABLED"), detail: "killed" });
  if (!on) return new FixedPlan("off", always(offVariant, "DISABLED"));
  if (prerequisites.length + targets.length + rules.length === 0 && "variant" in fallthrough)
    return new FixedPlan("on", always(fallthrough.variant, "STATIC"));
  return new AskingPlan(source, planner);
}

function planTargets({ targets }: FlagDocument, planner: Planner): readonly TargetPlan[] {
  const plans: TargetPlan[] = [];
  for (const { by, keys, variant } of targets) {
    if (plans.at(-1)?.by !== by) plans.push({ by, attribute: planner.attribute(by), variants: new Map() });
    const { variants } = plans.at(-1)!;
    for (const key of keys) if (!variants.has(key)) variants.set(key, variant);
  }
  return plans;
}
