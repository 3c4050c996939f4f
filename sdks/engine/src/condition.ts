import type { Ask, Call, Node } from "./call.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import { OPERATORS, type Test } from "./operators.ts";
import { isObject, readPath, toPath } from "./path.ts";
import { Unsupported, type Abilities, type Planner } from "./planner.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition } from "./types.ts";

/** Plans a condition; inside of `some … where`, its attributes are those of the element. */
export function planCondition(source: Condition, planner: Planner, inElement = false): Ask {
  const ask = planForm(source, planner, inElement);
  return planner.trace ? planner.trace(source, ask, inElement) : ask;
}

/** The condition of a rule made ready, for all rules that have it: parts that must all hold, as most are written. */
export class ConditionPlan implements Node<Truth> {
  readonly cell: number;
  readonly parts: readonly Ask[];

  constructor(cell: number, parts: readonly Ask[]) {
    this.cell = cell;
    this.parts = parts;
  }

  run(call: Call): Truth {
    return all(this.parts, call);
  }
}

export const planWhen = (source: Condition, planner: Planner): ConditionPlan =>
  planner.shared(source, () => {
    const parts = "all" in source && !planner.trace ? source.all : [source];
    return new ConditionPlan(
      planner.cell(),
      parts.map((part) => planCondition(part, planner)),
    );
  });

/** Asks the condition of a rule: once, where many flags are evaluated. */
export const judge = (condition: ConditionPlan, call: Call): Truth =>
  call.isMany ? call.once(condition) : all(condition.parts, call);

function planForm(source: Condition, planner: Planner, inElement: boolean): Ask {
  const plan = (part: Condition): Ask => planCondition(part, planner, inElement);
  if ("attribute" in source) return planClause(source, planner, inElement);
  if ("all" in source) {
    const asks = source.all.map(plan);
    return (call) => all(asks, call);
  }
  if ("any" in source) {
    const asks = source.any.map(plan);
    return (call) => any(asks, call);
  }
  if ("not" in source) {
    const ask = plan(source.not);
    return (call) => (0 - ask(call)) as Truth;
  }
  if ("known" in source) {
    const ask = plan(source.known);
    return (call) => truth(ask(call) === TRUE);
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
function all(asks: readonly Ask[], call: Call): Truth {
  let least: Truth = TRUE;
  for (let i = 0; i < asks.length && least !== FALSE; i++) {
    const answer = asks[i]!(call);
    if (answer < least) least = answer;
  }
  return least;
}

/** The greatest of the answers, as far as they must be asked for; false where there are none. */
export function any(asks: readonly Ask[], call: Call): Truth {
  let greatest: Truth = FALSE;
  for (let i = 0; i < asks.length && greatest !== TRUE; i++) {
    const answer = asks[i]!(call);
    if (answer > greatest) greatest = answer;
  }
  return greatest;
}

function someOf(read: (call: Call) => unknown, where: Ask): Ask {
  return (call) => {
    const items = read(call);
    if (!Array.isArray(items)) return UNKNOWN;
    const { element } = call;
    let result: Truth = FALSE;
    for (let i = 0; i < items.length && result !== TRUE; i++) {
      call.element = items[i];
      const answer = isObject(items[i]) ? where(call) : UNKNOWN;
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

function planClause(source: Clause, planner: Planner, inElement: boolean): Ask {
  const { test, ofObject } = judgeOf(source, planner);
  if (source.attribute === "$now") {
    const times = changesOf(source, planner);
    return (call) => {
      for (const time of times) if (time > call.now) call.expire(time);
      return test(call.now);
    };
  }
  const judge = (value: unknown): Truth => (typeof value === "object" ? ofObject(value) : test(value));
  if (inElement) {
    const read = reader(source.attribute, planner, true);
    return (call) => judge(read(call));
  }
  // Written out, since this is what most conditions are made of.
  const attribute = planner.attribute(source.attribute);
  return (call) => {
    const value = call.attribute(attribute);
    return typeof value === "object" ? ofObject(value) : test(value);
  };
}

/** How a clause judges what is no object, and how it judges an object, array or null. */
interface Judge {
  readonly test: Test;
  readonly ofObject: Test;
}

function judgeOf(source: Clause, { matcher, moreOperators }: Abilities): Judge {
  const { op, quantifier } = source;
  const ignoreCase = source.ignoreCase === true;
  const fold = ignoreCase ? moreOperators?.fold : undefined;
  const plan = OPERATORS[op] ?? moreOperators?.plans[op];
  if (!plan || (ignoreCase && !fold) || (op === "matches" && !matcher)) throw new Unsupported(op);
  const test = plan(op === "exists" ? [] : source.values, { ignoreCase, matcher, fold });
  if (!test) throw new TypeError("values");
  if (op === "exists") return { test, ofObject: test };
  if (op.startsWith("size"))
    return {
      test: () => UNKNOWN,
      ofObject: (value) => (Array.isArray(value) ? test(value.length) : UNKNOWN),
    };
  const isAll = quantifier === "all";
  const ofObject: Test = (value) => {
    if (!Array.isArray(value)) return test(value);
    let result: Truth = isAll ? TRUE : FALSE;
    for (let i = 0; i < value.length; i++) {
      const answer = test(value[i]);
      if (isAll ? answer < result : answer > result) result = answer;
    }
    return result;
  };
  return { test, ofObject };
}

/** The instants at which a clause about the time changes its answer, in order. */
export function changesOf(source: Clause, abilities: Abilities): readonly number[] {
  const { test } = judgeOf(source, abilities);
  const limits = source.values.map((value) => Math.floor(abilities.moreOperators?.instant(value) ?? Number(value))); // prettier-ignore
  const candidates = new Set(limits.flatMap((at) => [at, at + 1]));
  return [...candidates].filter((at) => test(at - 1) !== test(at)).sort((a, b) => a - b);
}
