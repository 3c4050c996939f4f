import type { Ask, Attribute, Call } from "./call.ts";
import type { CompiledProgram, FlagEntry } from "./compile.ts";
import { planCondition } from "./condition.ts";
import { conclude } from "./outcome.ts";
import { asUnit } from "./path.ts";
import { planSplit, serveSplit, type SplitPlan } from "./split.ts";
import { TRUE } from "./truth.ts";
import type { Evaluation, FlagDocument, Json, Prerequisite, Reason, Rule, Serve } from "./types.ts";

export type FlagState = "on" | "off" | "killed" | "quarantined";

/** A flag made ready. */
export interface FlagPlan {
  readonly state: FlagState;
  /** What everybody gets, where the flag asks nothing of the context. */
  readonly fixed: Evaluation | undefined;
  readonly prerequisites: readonly PrerequisitePlan[];
  readonly targets: readonly TargetPlan[];
  readonly rules: readonly RulePlan[];
  readonly fallthrough: ServePlan;
  readonly failedPrerequisite: Evaluation;
  /** For a fallthrough that yields nothing. */
  readonly off: Evaluation;
}

interface PrerequisitePlan {
  readonly source: Prerequisite;
  readonly flag: FlagEntry | undefined;
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
  readonly when: Ask;
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag(plan: FlagPlan, call: Call): Evaluation {
  const { fixed, prerequisites, targets, rules, fallthrough } = plan;
  const { recorder } = call;
  recorder?.state(plan.state, fixed);
  if (fixed !== undefined) return fixed;
  for (let i = 0; i < prerequisites.length; i++)
    if (!isMet(prerequisites[i]!, call)) return conclude(plan.failedPrerequisite, call);
  for (let i = 0; i < targets.length; i++) {
    const { by, attribute, served } = targets[i]!;
    const unit = asUnit(call.attribute(attribute));
    const evaluation = unit === undefined ? undefined : served.get(unit);
    recorder?.target(by, unit, evaluation);
    if (evaluation !== undefined) return conclude(evaluation, call);
  }
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    recorder?.open();
    const matched = rule.when(call);
    const served = matched === TRUE ? serve(rule, call) : undefined;
    recorder?.rule(rule.source, i, matched, served);
    if (served !== undefined) return served;
  }
  recorder?.open();
  const served = serve(fallthrough, call);
  const evaluation = served ?? conclude(plan.off, call);
  recorder?.fallthrough(served !== undefined, evaluation);
  return evaluation;
}

function serve({ plain, split }: ServePlan, call: Call): Evaluation | undefined {
  if (split !== undefined) return serveSplit(split, call);
  return plain && conclude(plain, call);
}

function isMet({ source, flag }: PrerequisitePlan, call: Call): boolean {
  call.recorder?.open();
  const served = flag && call.flag(flag);
  const state = flag?.plan?.state;
  const isUp =
    state === "on" || (source.acceptOff === true && state !== undefined && state !== "quarantined");
  const isMet = isUp && typeof served?.variant === "string" && source.variants.includes(served.variant);
  call.recorder?.prerequisite(source, isMet, state, isUp, served);
  return isMet;
}

/** Plans a flag that has been checked. */
export function planFlag(source: FlagDocument, program: CompiledProgram): FlagPlan {
  const { revision, variants, kill, on, offVariant } = source;
  const values = new Map<string | null, Json>(variants.map(({ key, value }) => [key, value]));
  const served = (variant: string | null, reason: Reason, more?: Partial<Evaluation>): Evaluation =>
    Object.freeze({
      ...{ value: values.get(variant) ?? null, variant, reason },
      ...{ ...more, flagRevision: revision, environmentRevision: program.revision },
    });
  const planServe = (serve: Serve, reason: Reason, rule?: Partial<Evaluation>): ServePlan =>
    "split" in serve && serve.split
      ? {
          plain: undefined,
          split: planSplit(serve.split, program, (variant, more) =>
            served(variant, "SPLIT", { ...rule, ...more }),
          ),
        }
      : { plain: served((serve as { variant: string }).variant, reason, rule), split: undefined };
  const rules = source.rules.map((rule, ruleIndex): RulePlan => ({
    ...planServe(rule.serve, "TARGETING_MATCH", { ruleId: rule.id, ruleIndex }),
    source: rule,
    when: planCondition(rule.when, program),
  }));
  const targets: TargetPlan[] = [];
  for (const { by, keys, variant } of source.targets) {
    if (targets.at(-1)?.by !== by) targets.push({ by, attribute: program.attribute(by), served: new Map() });
    const known = targets.at(-1)!.served;
    const match = served(variant, "TARGETING_MATCH");
    for (const key of keys) if (!known.has(key)) known.set(key, match);
  }
  const prerequisites = source.prerequisites.map((source) => ({
    source,
    flag: program.flags.get(source.flag),
  }));
  const isStatic = rules.length + targets.length + prerequisites.length === 0;
  const fallthrough = planServe(source.fallthrough, isStatic ? "STATIC" : "DEFAULT");
  const killed = kill && served(kill.variant, "DISABLED", { detail: "killed" });
  return {
    state: killed ? "killed" : on ? "on" : "off",
    fixed: killed ?? (on ? (isStatic ? fallthrough.plain : undefined) : served(offVariant, "DISABLED")),
    ...{ prerequisites, targets, rules, fallthrough },
    failedPrerequisite: served(offVariant, "DISABLED", { detail: "prerequisite" }),
    off: served(offVariant, "DEFAULT"),
  };
}

/** The plan of a flag that cannot run: it answers an error to everybody. */
export function planQuarantined(error: Evaluation): FlagPlan {
  return {
    ...{ state: "quarantined", fixed: error, prerequisites: [], targets: [], rules: [] },
    ...{ fallthrough: { plain: error, split: undefined }, failedPrerequisite: error, off: error },
  };
}
