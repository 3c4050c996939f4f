import { Node, type Ask, type Call } from "./call.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import type { Attribute } from "./layout.ts";
import { planOf, type Comparing, type Test } from "./operators.ts";
import { isObject, readPath, toPath } from "./path.ts";
import { Unsupported, type Planner } from "./planner.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition } from "./types.ts";

/** A condition made ready: a clause about an attribute of the context, as most of them are, or whatever else there is to ask. */
export type ConditionPlan = ClausePlan | OtherPlan;

interface ClausePlan {
  readonly ask: undefined;
  readonly attribute: Attribute;
  readonly test: Test;
  /** The same for objects and arrays. */
  readonly ofObject: Test["holds"];
}
interface OtherPlan {
  readonly ask: Ask;
  readonly attribute: undefined;
  readonly test: undefined;
  readonly ofObject: undefined;
}

export function ask(plan: ConditionPlan, call: Call): Truth {
  if (plan.ask !== undefined) return plan.ask(call);
  const value = call.attribute(plan.attribute);
  return typeof value === "object" ? plan.ofObject(value) : plan.test.holds(value);
}

/** Plans a condition; inside of `some … where`, its attributes are those of the element. */
export function planCondition(source: Condition, planner: Planner, inElement = false): ConditionPlan {
  const plan =
    "attribute" in source
      ? planClause(source, planner, inElement)
      : other(planForm(source, planner, inElement));
  return planner.trace ? other(planner.trace(source, (call) => ask(plan, call), inElement)) : plan;
}

const other = (asked: Ask): OtherPlan => ({ ask: asked, attribute: undefined, test: undefined, ofObject: undefined }); // prettier-ignore

/** The condition of a rule made ready, for all rules that have it: parts that must all hold, as most are written. */
export class RuleCondition extends Node<Truth> {
  readonly parts: readonly ConditionPlan[];

  constructor(parts: readonly ConditionPlan[]) {
    super();
    this.parts = parts;
  }

  run(call: Call): Truth {
    return all(this.parts, call);
  }
}

export const planWhen = (source: Condition, planner: Planner): RuleCondition =>
  planner.shared(source, () => {
    const parts = "all" in source && !planner.trace ? source.all : [source];
    return new RuleCondition(parts.map((part) => planCondition(part, planner)));
  });

/** Asks the condition of a rule: once, where many flags are evaluated. */
export const judge = (condition: RuleCondition, call: Call): Truth =>
  call.isMany ? call.once(condition) : all(condition.parts, call);

function planForm(source: Exclude<Condition, Clause>, planner: Planner, inElement: boolean): Ask {
  const plan = (part: Condition): ConditionPlan => planCondition(part, planner, inElement);
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
    return (call) => (segment ? call.once(segment) : UNKNOWN);
  }
  if ("flag" in source) {
    const flag = planner.flag(source.flag);
    return (call) => {
      const served = flag && call.once(flag);
      if (served === undefined || served.errorCode !== undefined) return UNKNOWN;
      return truth(served.variant !== null && source.variants.includes(served.variant));
    };
  }
  if ("sample" in source) {
    const sample = planSample(source.sample, planner);
    return (call) => {
      const bucket = sample.isWhole ? 0 : draw(sample, call);
      return bucket === NO_UNIT ? UNKNOWN : truth(sample.isWhole || isWithin(sample, bucket));
    };
  }
  return someOf(reader(source.some, planner, inElement), planCondition(source.where, planner, true));
}

/** The least of the answers, as far as they must be asked for; true where there are none. */
function all(parts: readonly ConditionPlan[], call: Call): Truth {
  let least: Truth = TRUE;
  for (let i = 0; i < parts.length && least !== FALSE; i++) {
    const answer = ask(parts[i]!, call);
    if (answer !== TRUE) least = answer;
  }
  return least;
}

/** The greatest of the answers, as far as they must be asked for; false where there are none. */
export function any(parts: readonly ConditionPlan[], call: Call): Truth {
  let greatest: Truth = FALSE;
  for (let i = 0; i < parts.length && greatest !== TRUE; i++) {
    const answer = ask(parts[i]!, call);
    if (answer > greatest) greatest = answer;
  }
  return greatest;
}

function someOf(read: (call: Call) => unknown, where: ConditionPlan): Ask {
  return (call) => {
    const items = read(call);
    if (!Array.isArray(items)) return UNKNOWN;
    const { element } = call;
    let result: Truth = FALSE;
    for (let i = 0; i < items.length && result !== TRUE; i++) {
      call.element = items[i];
      const answer = isObject(items[i]) ? ask(where, call) : UNKNOWN;
      if (answer > result) result = answer;
    }
    call.element = element;
    return result;
  };
}

/** How to read an attribute of the context or of the element. */
export function reader(attribute: string, planner: Planner, inElement: boolean): (call: Call) => unknown {
  if (attribute === "$now") return (call) => call.now;
  if (inElement) {
    const path = toPath(attribute);
    return (call) => readPath(call.element, path);
  }
  const found = planner.attribute(attribute);
  return (call) => call.attribute(found);
}

function planClause(source: Clause, planner: Planner, inElement: boolean): ConditionPlan {
  const { attribute: name } = source;
  const test = testOf(source, planner);
  const ofObject = overElements(source, test);
  if (name !== "$now" && !inElement)
    return { ask: undefined, attribute: planner.attribute(name), test, ofObject };
  const read = reader(name, planner, inElement);
  const times = name === "$now" ? changesOf(source, planner) : [];
  return other((call) => {
    for (const time of times) if (time > call.now) call.expire(time);
    return ofObject(read(call));
  });
}

function testOf({ op, values, ignoreCase = false }: Clause, abilities: Comparing): Test {
  const plan = planOf(op, ignoreCase, abilities);
  if (!plan) throw new Unsupported(op);
  const test = plan(op === "exists" ? [] : values);
  if (!test) throw new TypeError("values");
  return test;
}

/** The same for arrays, of which any element must hold or all; some operators look at the array itself. */
function overElements({ op, quantifier }: Clause, test: Test): Test["holds"] {
  if (/^(exists|size..)$/.test(op)) return (value) => test.holds(value);
  const isAll = quantifier === "all";
  return (value) => {
    if (!Array.isArray(value)) return test.holds(value);
    let result: Truth = isAll ? TRUE : FALSE;
    for (let i = 0; i < value.length; i++) {
      const answer = test.holds(value[i]);
      if (isAll ? answer < result : answer > result) result = answer;
    }
    return result;
  };
}

/** The instants at which a clause about the time changes its answer, in order. */
export function changesOf(source: Clause, abilities: Comparing): readonly number[] {
  const test = testOf(source, abilities);
  const limits = source.values.map((value) => Math.floor(abilities.moreOperators?.instant(value) ?? Number(value))); // prettier-ignore
  const candidates = new Set(limits.flatMap((at) => [at, at + 1]));
  return [...candidates].filter((at) => test.holds(at - 1) !== test.holds(at)).sort((a, b) => a - b);
}
