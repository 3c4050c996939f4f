import type { Call } from "./call.ts";
import { judge, planWhen, type RuleCondition } from "./condition.ts";
import type { Attribute } from "./layout.ts";
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
  readonly fixed = undefined;
  readonly source: FlagDocument;
  readonly prerequisites: readonly (FlagNode | undefined)[] | undefined;
  readonly targets: readonly TargetPlan[] | undefined;
  /** Of the rules. */
  readonly conditions: readonly RuleCondition[];
  /** Of the rules, where any has one. */
  readonly splits: readonly (SplitPlan | undefined)[] | undefined;
  readonly fallthrough: SplitPlan | undefined;
  /** What the fallthrough, then the rules, serve without a split, as far as somebody asked for this flag alone: the same object for everybody. */
  plain: (Evaluation | undefined)[] | undefined = undefined;

  constructor(source: FlagDocument, planner: Planner) {
    const { prerequisites, targets, rules, fallthrough } = source;
    const planServe = (from: Serve): SplitPlan | undefined =>
      "split" in from ? planSplit(from.split, planner) : undefined;
    const splits = rules.map(({ serve }) => planServe(serve));
    this.source = source;
    this.prerequisites = prerequisites.length > 0 ? prerequisites.map(({ flag }) => planner.flag(flag)) : undefined; // prettier-ignore
    this.targets = targets.length > 0 ? planTargets(source, planner) : undefined;
    this.conditions = rules.length > 0 ? rules.map(({ when }) => planWhen(when, planner)) : NONE;
    this.splits = splits.some(Boolean) ? splits : undefined;
    this.fallthrough = planServe(fallthrough);
  }

  get state(): "on" {
    return "on";
  }
}

const NONE: readonly never[] = [];

/** Neighbouring targets that look at the same attribute. */
interface TargetPlan {
  readonly by: string;
  readonly attribute: Attribute;
  readonly variants: Map<string, string>;
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag(plan: FlagPlan, call: Call): Evaluation {
  call.recorder?.state(plan.state, plan.fixed);
  return plan.fixed ?? asked(plan, call);
}

function asked(plan: AskingPlan, call: Call): Evaluation {
  const { source, prerequisites, targets } = plan;
  return (
    (prerequisites && unmet(source, prerequisites, call)) ??
    (targets && targeted(source, targets, call)) ??
    (plan.conditions.length > 0 ? ruled(plan, call) : undefined) ??
    fallenThrough(plan, call) ??
    serve(source, -1, source.offVariant, "DEFAULT", call)
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
    const unit = call.unit(attribute);
    const variant = unit === undefined ? undefined : variants.get(unit);
    call.recorder?.targets(by, unit, variant);
    if (variant !== undefined) return serve(source, -1, variant, "TARGETING_MATCH", call);
  }
  return undefined;
}

/** From the first rule whose condition is true and that serves something. */
function ruled(plan: AskingPlan, call: Call): Evaluation | undefined {
  const { source, conditions, splits } = plan;
  for (let i = 0; i < conditions.length; i++) {
    call.recorder?.open();
    const matched = judge(conditions[i]!, call);
    const served = matched === TRUE ? serveFrom(plan, i, splits?.[i], call) : undefined;
    call.recorder?.rule(source, i, matched, served);
    if (served !== undefined) return served;
  }
  return undefined;
}

function fallenThrough(plan: AskingPlan, call: Call): Evaluation | undefined {
  call.recorder?.open();
  const served = serveFrom(plan, -1, plan.fallthrough, call);
  call.recorder?.rule(plan.source, -1, TRUE, served);
  return served;
}

/** Serves from a rule or (-1) from the fallthrough. */
function serveFrom(
  plan: AskingPlan,
  ruleIndex: number,
  split: SplitPlan | undefined,
  call: Call,
): Evaluation | undefined {
  if (split !== undefined) return serveSplit(split, plan.source, ruleIndex, call);
  // What looks neither at the time nor at what was passed over is the same for all who ask for this flag alone.
  if (call.isMany || call.until !== undefined || call.unitMissing) return servePlain(plan, ruleIndex, call);
  plan.plain ??= Array<undefined>(plan.conditions.length + 1).fill(undefined);
  return (plan.plain[ruleIndex + 1] ??= Object.freeze(servePlain(plan, ruleIndex, call)));
}

function servePlain({ source }: AskingPlan, ruleIndex: number, call: Call): Evaluation {
  const from = source.rules[ruleIndex]?.serve ?? source.fallthrough;
  const { variant } = from as Extract<Serve, { readonly variant: string }>;
  return serve(source, ruleIndex, variant, ruleIndex < 0 ? "DEFAULT" : "TARGETING_MATCH", call);
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
