import type { Ask, Call, FlagState } from "./call.ts";
import { planCondition } from "./condition.ts";
import { isObject, type Draft, type Members } from "./draft.ts";
import { conclude, outcomeOf, shared, type Outcome, type Particulars } from "./outcome.ts";
import { asUnit } from "./path.ts";
import type { ProgramFlag } from "./program.ts";
import { planSplit, serveSplit, type SplitPlan } from "./split.ts";
import { TRUE } from "./truth.ts";
import type { Evaluation, FlagType, Json, Reason } from "./types.ts";

/** A flag made ready. */
export interface FlagPlan extends ProgramFlag {
  /** Its key's number; see `Names`. */
  readonly index: number;
  readonly state: FlagState;
  /** What everybody gets, where the flag asks nothing of the context. */
  readonly fixed: Outcome | undefined;
  readonly prerequisites: readonly PrerequisitePlan[];
  readonly targets: readonly TargetPlan[];
  readonly rules: readonly RulePlan[];
  readonly fallthrough: ServePlan;
  readonly failedPrerequisite: Outcome;
  /** For a fallthrough that yields nothing. */
  readonly offByDefault: Outcome;
}

interface PrerequisitePlan {
  readonly flag: string;
  readonly index: number;
  readonly variants: readonly string[];
  readonly acceptOff: boolean;
}

/** Neighbouring targets that look at the same attribute. */
interface TargetPlan {
  readonly by: string;
  readonly index: number;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

interface RulePlan {
  readonly id: string;
  readonly name: string | undefined;
  readonly when: Ask;
  readonly serve: ServePlan;
}

/** One of the two. */
interface ServePlan {
  readonly plain: Outcome | undefined;
  readonly split: SplitPlan | undefined;
}

/** Runs a flag for a call: the one algorithm, which `explain` follows with a recorder. */
export function runFlag(plan: FlagPlan, call: Call): Evaluation {
  const { recorder } = call;
  recorder?.state(plan.state, plan.fixed?.variant);
  if (plan.fixed !== undefined) return shared(plan.fixed, call.plans.revision);
  const { prerequisites, targets, rules } = plan;
  for (let i = 0; i < prerequisites.length; i++)
    if (!isMet(prerequisites[i]!, call)) return conclude(plan.failedPrerequisite, call, undefined);
  for (let i = 0; i < targets.length; i++) {
    const { index, outcomes } = targets[i]!;
    const unit = asUnit(call.attribute(index));
    const outcome = unit === undefined ? undefined : outcomes.get(unit);
    recorder?.target(targets[i]!.by, unit, outcome);
    if (outcome !== undefined) return conclude(outcome, call, undefined);
  }
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    recorder?.open();
    const matched = rule.when(call);
    const served = matched === TRUE ? serve(rule.serve, call) : undefined;
    recorder?.rule(rule.id, rule.name, i, matched, served);
    if (served !== undefined) return served;
  }
  recorder?.open();
  const served = serve(plan.fallthrough, call);
  const evaluation = served ?? conclude(plan.offByDefault, call, undefined);
  recorder?.fallthrough(served !== undefined, evaluation);
  return evaluation;
}

function serve({ plain, split }: ServePlan, call: Call): Evaluation | undefined {
  if (split !== undefined) return serveSplit(call, split);
  return plain && conclude(plain, call, undefined);
}

function isMet({ flag, index, variants, acceptOff }: PrerequisitePlan, call: Call): boolean {
  call.recorder?.open();
  const served = call.flag(index);
  const state = call.plans.stateOfFlag(index);
  const isUp = state === "on" || (acceptOff && state !== undefined && state !== "quarantined");
  const met = isUp && typeof served?.variant === "string" && variants.includes(served.variant);
  call.recorder?.prerequisite(flag, variants, met, state, isUp, served);
  return met;
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Whether a text can be the key of a flag, segment, variant, project or environment. */
export const isKey = (value: unknown): value is string => typeof value === "string" && KEY.test(value);

/** Plans a flag; what is planned may be used only if the draft has no problems. */
export function planFlag(draft: Draft, source: Members, key: string): FlagPlan {
  const { revision, type, on, offVariant, kill } = source;
  const values = planVariants(draft, source["variants"], type as FlagType);
  const outcome = (variant: unknown, at: string, reason: Reason, more?: Particulars): Outcome => {
    const isKnown = typeof variant === "string" && values.has(variant);
    if (!isKnown) draft.problem(at, "unknown_variant");
    return outcomeOf(
      isKnown ? values.get(variant)! : null,
      variant as string,
      reason,
      revision as number,
      more,
    );
  };
  const orDefault = (variant: unknown, at: string, reason: Reason, more?: Particulars): Outcome =>
    variant === null
      ? outcomeOf(null, null, reason, revision as number, more)
      : outcome(variant, at, reason, more);
  const planServe = (source: unknown, at: string, reason: Reason, rule?: Particulars): ServePlan => {
    const { variant, split } = draft.object(source, at);
    if (variant !== undefined && split !== undefined) draft.problem(at, "not_one_of_variant_and_split");
    if (variant !== undefined)
      return { plain: outcome(variant, `${at}/variant`, reason, rule), split: undefined };
    const plan = planSplit(draft, draft.object(split, `${at}/split`), `${at}/split`, (served, where, more) =>
      outcome(served, where, "SPLIT", { ...rule, ...more }),
    );
    return { plain: undefined, split: plan };
  };

  if (!Number.isSafeInteger(revision)) draft.problem("/revision", "not_an_integer");
  if (typeof on !== "boolean") draft.problem("/on", "not_a_boolean");
  const killed =
    kill === undefined
      ? undefined
      : orDefault(draft.object(kill, "/kill")["variant"], "/kill/variant", "DISABLED", { detail: "killed" });
  const off = orDefault(offVariant, "/offVariant", "DISABLED");
  const prerequisites = draft
    .array(source["prerequisites"], "/prerequisites")
    .map((item, i) => planPrerequisite(draft, item, `/prerequisites/${i}`));
  const targets = planTargets(draft, source["targets"], (variant, at) =>
    outcome(variant, at, "TARGETING_MATCH"),
  );
  const rules = draft.array(source["rules"], "/rules").map((item, i): RulePlan => {
    const rule = draft.object(item, `/rules/${i}`);
    const id = draft.text(rule["id"], `/rules/${i}/id`);
    const when = planCondition(draft, rule["when"], `/rules/${i}/when`);
    const serve = planServe(rule["serve"], `/rules/${i}/serve`, "TARGETING_MATCH", {
      ruleId: id,
      ruleIndex: i,
    });
    return { id, name: rule["name"] as string | undefined, when, serve };
  });
  const isStatic = prerequisites.length === 0 && targets.length === 0 && rules.length === 0;
  const fallthrough = planServe(source["fallthrough"], "/fallthrough", isStatic ? "STATIC" : "DEFAULT");
  return {
    index: draft.names.flags.of(key),
    key,
    type: type as FlagType,
    revision: revision as number,
    client: source["client"] === true,
    state: killed ? "killed" : on === true ? "on" : "off",
    fixed: killed ?? (on !== true ? off : isStatic ? fallthrough.plain : undefined),
    prerequisites,
    targets,
    rules,
    fallthrough,
    failedPrerequisite: prerequisites.length > 0 ? { ...off, detail: "prerequisite" } : off,
    offByDefault: fallthrough.split ? { ...off, reason: "DEFAULT" } : off,
  };
}

const TYPES: readonly unknown[] = ["boolean", "string", "number", "object"];

function planVariants(draft: Draft, source: unknown, type: FlagType): Map<string, Json> {
  if (!TYPES.includes(type)) draft.problem("/type", "not_a_flag_type");
  const values = new Map<string, Json>();
  for (const [i, item] of draft.array(source, "/variants").entries()) {
    const { key, value } = draft.object(item, `/variants/${i}`);
    if (!isKey(key)) draft.problem(`/variants/${i}/key`, "not_a_key");
    else if (values.has(key)) draft.problem(`/variants/${i}/key`, "duplicate_key");
    else values.set(key, value as Json);
    if (typeof value !== type || value === null || (type === "number" && !Number.isFinite(value)))
      draft.problem(`/variants/${i}/value`, "not_of_the_flags_type");
  }
  return values;
}

function planPrerequisite(draft: Draft, source: unknown, at: string): PrerequisitePlan {
  const members = draft.object(source, at);
  const { flag, acceptOff } = members;
  const variants = draft.texts(members["variants"], `${at}/variants`);
  if (acceptOff !== undefined && typeof acceptOff !== "boolean")
    draft.problem(`${at}/acceptOff`, "not_a_boolean");
  const index = draft.refer("flag", flag, `${at}/flag`, variants);
  return { flag: flag as string, index, variants, acceptOff: acceptOff === true };
}

function planTargets(
  draft: Draft,
  source: unknown,
  toOutcome: (variant: unknown, at: string) => Outcome,
): TargetPlan[] {
  const plans: (TargetPlan & { outcomes: Map<string, Outcome> })[] = [];
  for (const [i, item] of draft.array(source, "/targets").entries()) {
    const { by, keys, variant } = draft.object(item, `/targets/${i}`);
    const index = draft.unitPath(by, `/targets/${i}/by`);
    const outcome = toOutcome(variant, `/targets/${i}/variant`);
    let plan = plans.at(-1);
    if (plan?.index !== index) plans.push((plan = { by: by as string, index, outcomes: new Map() }));
    for (const key of draft.texts(keys, `/targets/${i}/keys`))
      if (!plan.outcomes.has(key)) plan.outcomes.set(key, outcome);
  }
  return plans;
}

/** The plan of a flag that cannot run: it answers an error to everybody. */
export function planQuarantined(
  source: unknown,
  key: string,
  index: number,
  reason: "engine_too_old" | "PARSE_ERROR",
): FlagPlan {
  const { revision, type, client } = isObject(source) ? source : {};
  const flagRevision = Number.isSafeInteger(revision) ? (revision as number) : 0;
  const detail = reason === "engine_too_old" ? reason : undefined;
  const error = outcomeOf(null, null, "ERROR", flagRevision, { errorCode: "PARSE_ERROR", detail });
  return {
    index,
    key,
    type: TYPES.includes(type) ? (type as FlagType) : "object",
    revision: flagRevision,
    client: client === true,
    state: "quarantined",
    fixed: error,
    prerequisites: [],
    targets: [],
    rules: [],
    fallthrough: { plain: error, split: undefined },
    failedPrerequisite: error,
    offByDefault: error,
  };
}
