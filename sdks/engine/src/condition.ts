import type { Ask, Call } from "./call.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import { instant } from "./instant.ts";
import { exists, OPERATORS, type Test } from "./operators.ts";
import { isObject, readPath, toPath } from "./path.ts";
import type { Planner } from "./planner.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition, Matcher } from "./types.ts";

/** Plans a condition; inside of `some … where`, its attributes are those of the element. */
export function planCondition(source: Condition, planner: Planner, inElement = false): Ask {
  const ask = planForm(source, planner, inElement);
  return planner.trace ? planner.trace(source, ask, inElement) : ask;
}

/** Plans a condition as parts that must `all` hold: most are written as such. */
export const planParts = (source: Condition, planner: Planner): readonly Ask[] =>
  ("all" in source && !planner.trace ? source.all : [source]).map((part) => planCondition(part, planner));

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
      const bucket = sample.isWhole ? 0 : draw(sample.draw, call);
      return bucket === NO_UNIT ? UNKNOWN : truth(sample.isWhole || isWithin(sample, bucket));
    };
  }
  return someOf(reader(source.some, planner, inElement), planCondition(source.where, planner, true));
}

/** The least of the answers, as far as they must be asked for; true where there are none. */
export function all(asks: readonly Ask[], call: Call): Truth {
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
  const { attribute, op, values, ignoreCase, quantifier } = source;
  if (attribute === "$now") return planTime(source, planner.matcher);
  if (inElement) {
    const path = toPath(attribute);
    const { ofObject } = judgeOf(source, planner.matcher);
    return (call) => ofObject(readPath(call.element, path));
  }
  return planner.clause(JSON.stringify([attribute, op, values, ignoreCase, quantifier]), (cell) => {
    const found = planner.attribute(attribute);
    const { test, ofObject } = judgeOf(source, planner.matcher);
    return (call) => {
      const known = call.isMany ? call.recall(cell) : undefined;
      if (known !== undefined) return known as Truth;
      const value = call.attribute(found);
      const result = typeof value === "object" ? ofObject(value) : test(value);
      return call.isMany ? call.keep(cell, result) : result;
    };
  });
}

function planTime(source: Clause, matcher: Matcher | undefined): Ask {
  const { test } = judgeOf(source, matcher);
  const times = changesOf(source, matcher);
  return (call) => {
    for (const time of times) if (time > call.now) call.expire(time);
    return test(call.now);
  };
}

/** How a clause judges what is no object, and how it judges anything. */
interface Judge {
  readonly test: Test;
  readonly ofObject: Test;
}

function judgeOf({ op, values, ignoreCase, quantifier }: Clause, matcher: Matcher | undefined): Judge {
  if (op === "exists") {
    const test: Test = (value) => truth(exists(value));
    return { test, ofObject: test };
  }
  const test = OPERATORS[op](values, { ignoreCase, matcher })!;
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
export function changesOf(source: Clause, matcher: Matcher | undefined): readonly number[] {
  const { test } = judgeOf(source, matcher);
  const limits = (source.values ?? []).map((value) => instant(value) ?? 0);
  const candidates = new Set(limits.flatMap((at) => [at, at + 1]));
  return [...candidates].filter((at) => test(at - 1) !== test(at)).sort((a, b) => a - b);
}
