import { expire, Node, nowOf, once, read, type Ask, type Call } from "./call.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import type { Attribute } from "./layout.ts";
import { holdsFor, planOf, type Compare, type End } from "./operators.ts";
import { isObject, readPath, toPath } from "./path.ts";
import { Unsupported, type Abilities, type Planner, type Scope } from "./planner.ts";
import { FALSE, toward, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition } from "./types.ts";

/** A condition made ready: a clause about an attribute of the context, as most of them are, or whatever else there is to ask. */
export interface ConditionPlan {
  readonly ask: Ask | undefined;
  readonly attribute: Attribute | undefined;
  readonly holds: Compare | undefined;
  readonly end: End;
}

export function ask(plan: ConditionPlan, call: Call): Truth {
  if (plan.ask !== undefined) return plan.ask(call);
  const value = read(call, plan.attribute!);
  return typeof value === "object" ? holdsFor(plan.holds!, plan.end, value) : plan.holds!(value);
}

const asking = (asked: Ask): ConditionPlan => ({
  ask: asked,
  attribute: undefined,
  holds: undefined,
  end: undefined,
});

/** Plans a condition; inside of `some … where`, its attributes are those of the element. */
export function planCondition(source: Condition, planner: Planner, scope?: Scope): ConditionPlan {
  const plan =
    "attribute" in source ? planClause(source, planner, scope) : asking(planForm(source, planner, scope));
  return planner.trace ? asking(planner.trace(source, (call) => ask(plan, call), scope)) : plan;
}

/** The condition of a rule made ready, for all rules that have it: parts that must all hold, as most are written. */
export class RuleCondition extends Node<Truth> {
  readonly parts: readonly ConditionPlan[];

  constructor(parts: readonly ConditionPlan[]) {
    super((call) => all(parts, call));
    this.parts = parts;
  }
}

export const planWhen = (source: Condition, planner: Planner): RuleCondition =>
  planner.shared(source, () => {
    const parts = "all" in source && !planner.trace ? source.all : [source];
    return new RuleCondition(parts.map((part) => planCondition(part, planner)));
  });

/** Asks the condition of a rule: once, where many flags are evaluated. */
export const judge = (condition: RuleCondition, call: Call): Truth =>
  call.many === undefined ? all(condition.parts, call) : once(call, condition);

/** Whether all hold, as far as they must be asked for. */
function all(parts: readonly ConditionPlan[], call: Call): Truth {
  let least: Truth = TRUE;
  for (let i = 0; i < parts.length && least !== FALSE; i++) {
    const answer = ask(parts[i]!, call);
    if (answer !== TRUE) least = answer;
  }
  return least;
}

/** Whether any holds, as far as they must be asked for. */
export const any = (parts: readonly ConditionPlan[], call: Call): Truth =>
  toward(TRUE, parts, (part) => ask(part, call));

function planForm(source: Exclude<Condition, Clause>, planner: Planner, scope: Scope | undefined): Ask {
  const plan = (part: Condition): ConditionPlan => planCondition(part, planner, scope);
  if ("all" in source) {
    const parts = source.all.map(plan);
    return (call) => all(parts, call);
  }
  if ("any" in source) {
    const parts = source.any.map(plan);
    return (call) => any(parts, call);
  }
  if ("not" in source) {
    const part = plan(source.not);
    return (call) => (0 - ask(part, call)) as Truth;
  }
  if ("known" in source) {
    const part = plan(source.known);
    return (call) => truth(ask(part, call) === TRUE);
  }
  if ("segment" in source) {
    const segment = planner.segment(source.segment);
    return segment ? (call) => once(call, segment) : () => UNKNOWN;
  }
  if ("flag" in source) {
    const flag = planner.flag(source.flag);
    return (call) => {
      const served = flag && once(call, flag.node!);
      if (served === undefined || served.errorCode !== undefined) return UNKNOWN;
      return truth(served.variant !== null && source.variants.includes(served.variant));
    };
  }
  if ("sample" in source) {
    const { isWhole, ranges, ...sample } = planSample(source.sample, planner);
    return (call) => {
      const bucket = isWhole ? 0 : draw(sample, call);
      return bucket === NO_UNIT ? UNKNOWN : truth(isWhole || isWithin(ranges, bucket));
    };
  }
  const readItems = reader(source.some, planner, scope);
  const inner: Scope = { element: undefined };
  const where = planCondition(source.where, planner, inner);
  return (call) => {
    const items = readItems(call);
    if (!Array.isArray(items)) return UNKNOWN;
    const { element } = inner;
    try {
      return toward(TRUE, items, (item) => {
        inner.element = item;
        return isObject(item) ? ask(where, call) : UNKNOWN;
      });
    } finally {
      inner.element = element;
    }
  };
}

/** How to read an attribute of the context or of the element. */
export function reader(
  attribute: string,
  planner: Planner,
  scope: Scope | undefined,
): (call: Call) => unknown {
  if (attribute === "$now") return nowOf;
  if (scope) {
    const path = toPath(attribute);
    return () => readPath(scope.element, path);
  }
  const found = planner.attribute(attribute);
  return (call) => read(call, found);
}

function planClause(source: Clause, planner: Planner, scope: Scope | undefined): ConditionPlan {
  const { attribute, op, quantifier } = source;
  const holds = testOf(source, planner.tools);
  const looksAtArrays = op === "exists" || op.startsWith("size");
  const end = looksAtArrays ? undefined : quantifier === "all" ? FALSE : TRUE;
  const isNow = attribute === "$now";
  if (!scope && !isNow) return { ask: undefined, attribute: planner.attribute(attribute), holds, end };
  const readValue = reader(attribute, planner, scope);
  const times = isNow ? changesOf(source, planner.tools) : [];
  return asking((call) => {
    for (const time of times) if (time > nowOf(call)) expire(call, time);
    return holdsFor(holds, end, readValue(call));
  });
}

/** Documents may leave them out. */
const valuesOf = ({ values }: { readonly values?: Clause["values"] }): Clause["values"] => values ?? [];

function testOf(source: Clause, tools: Abilities): Compare {
  const { op, ignoreCase = false } = source;
  const plan = planOf(op, ignoreCase, tools);
  if (!plan) throw new Unsupported(op);
  const holds = plan(valuesOf(source));
  if (!holds) throw new TypeError("values");
  return holds;
}

/** The instants at which a clause about the time changes its answer. */
export function changesOf(source: Clause, tools: Abilities): readonly number[] {
  const holds = testOf(source, tools);
  const limits = valuesOf(source).map((value) =>
    Math.floor(tools.moreOperators?.instant(value) ?? Number(value)),
  );
  const candidates = new Set(limits.flatMap((at) => [at, at + 1]));
  return [...candidates].filter((at) => holds(at - 1) !== holds(at));
}
