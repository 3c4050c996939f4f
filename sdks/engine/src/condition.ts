import type { Ask, Attribute, Call } from "./call.ts";
import type { CompiledProgram } from "./compile.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import { instant } from "./instant.ts";
import { exists, OPERATORS, type Test } from "./operators.ts";
import { isObject, readPath, toPath } from "./path.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition } from "./types.ts";

/** How a clause judges a value, and one that is an array or another object. */
interface Judge {
  readonly test: Test;
  readonly ofObject: Test;
}

/** A clause about an attribute of the context: its verdict has a cell in each call. */
export interface SharedClause extends Judge {
  readonly cell: number;
  readonly attribute: Attribute;
}

/** Plans a condition; inside of `some … where`, its attributes are those of the element. */
export function planCondition(source: Condition, program: CompiledProgram, inElement = false): Ask {
  const ask = planForm(source, program, inElement);
  return program.trace ? program.trace(source, ask, inElement) : ask;
}

function planForm(source: Condition, program: CompiledProgram, inElement: boolean): Ask {
  const plan = (part: Condition): Ask => planCondition(part, program, inElement);
  if ("attribute" in source) {
    const shared = inElement ? undefined : sharedClause(source, program);
    return shared ? (call) => askShared(shared, call) : planClause(source, program, inElement);
  }
  if ("all" in source) return group(source.all.map(plan), FALSE);
  if ("any" in source) return group(source.any.map(plan), TRUE);
  if ("not" in source) {
    const ask = plan(source.not);
    return (call) => (0 - ask(call)) as Truth;
  }
  if ("known" in source) {
    const ask = plan(source.known);
    return (call) => truth(ask(call) === TRUE);
  }
  if ("segment" in source) {
    const segment = program.segments.get(source.segment);
    return (call) => (segment ? call.segment(segment) : UNKNOWN);
  }
  if ("flag" in source) {
    const flag = program.flags.get(source.flag);
    return (call) => {
      const served = flag && call.flag(flag);
      if (served === undefined || served.errorCode !== undefined) return UNKNOWN;
      return truth(served.variant !== null && source.variants.includes(served.variant));
    };
  }
  if ("sample" in source) {
    const sample = planSample(source.sample, program);
    return (call) => {
      const drawn = sample.whole ? 0 : draw(call, sample);
      return drawn === NO_UNIT ? UNKNOWN : truth(sample.whole || isWithin(sample, drawn));
    };
  }
  const read = reader(source.some, program, inElement);
  const ask = planCondition(source.where, program, true);
  return (call) => {
    const items = read(call);
    if (!Array.isArray(items)) return UNKNOWN;
    const { element } = call;
    let result: Truth = FALSE;
    for (let i = 0; i < items.length && result !== TRUE; i++) {
      call.element = items[i];
      const answer = isObject(items[i]) ? ask(call) : UNKNOWN;
      if (answer > result) result = answer;
    }
    call.element = element;
    return result;
  };
}

/** Asks in turn until one gives the decisive answer. */
function group(asks: readonly Ask[], decisive: Truth): Ask {
  return (call) => {
    let result = (0 - decisive) as Truth;
    for (let i = 0; i < asks.length; i++) {
      const answer = asks[i]!(call);
      if (answer === decisive) return answer;
      if (answer === UNKNOWN) result = UNKNOWN;
    }
    return result;
  };
}

/** How to read an attribute of the context or of the element. */
export function reader(
  attribute: string,
  program: CompiledProgram,
  inElement: boolean,
): (call: Call) => unknown {
  if (attribute === "$now") return (call) => call.now;
  if (inElement) {
    const path = toPath(attribute);
    return (call) => readPath(call.element, path);
  }
  const found = program.attribute(attribute);
  return (call) => call.attribute(found);
}

/** Longer lists of values are not kept as text to be compared. */
const MOST_SHARED = 100;

/** The same clause in many flags is judged once a call; `undefined` for one that must be judged each time. */
function sharedClause(source: Clause, program: CompiledProgram): SharedClause | undefined {
  const { attribute, op, values, ignoreCase, quantifier } = source;
  if (attribute === "$now" || values?.length > MOST_SHARED) return undefined;
  const text = JSON.stringify([attribute, op, values, ignoreCase, quantifier]);
  let clause = program.clauses.get(text);
  if (!clause) {
    clause = { cell: program.cells++, attribute: program.attribute(attribute), ...judge(source, program) };
    program.clauses.set(text, clause);
  }
  return clause;
}

function askShared({ cell, attribute, test, ofObject }: SharedClause, call: Call): Truth {
  const known = call.recall(cell);
  if (known !== undefined) return known;
  const value = call.attribute(attribute);
  return call.remember(cell, typeof value === "object" ? ofObject(value) : test(value));
}

function planClause(source: Clause, program: CompiledProgram, inElement: boolean): Ask {
  const read = reader(source.attribute, program, inElement);
  const { test, ofObject } = judge(source, program);
  const times = source.attribute === "$now" ? changes(source, test) : [];
  return (call) => {
    for (const time of times) if (time > call.now) call.expire(time);
    const value = read(call);
    return typeof value === "object" ? ofObject(value) : test(value);
  };
}

export function judge({ op, values, ignoreCase, quantifier }: Clause, program: CompiledProgram): Judge {
  if (op === "exists") {
    const test: Test = (value) => truth(exists(value));
    return { test, ofObject: test };
  }
  const test = OPERATORS[op](values, { ignoreCase, matcher: program.options.matcher })!;
  if (op === "sizeEq" || op === "sizeGt" || op === "sizeLt")
    return {
      test: () => UNKNOWN,
      ofObject: (value) => (Array.isArray(value) ? test(value.length) : UNKNOWN),
    };
  const ofItems = elements(test, quantifier === "all");
  return { test, ofObject: (value) => (Array.isArray(value) ? ofItems(value) : test(value)) };
}

/** Holds if any element does, or all of them. */
const elements =
  (test: Test, all: boolean) =>
  (items: readonly unknown[]): Truth => {
    let result: Truth = all ? TRUE : FALSE;
    for (let i = 0; i < items.length; i++) {
      const answer = test(items[i]);
      if (all ? answer < result : answer > result) result = answer;
    }
    return result;
  };

/** The instants at which a clause about the time changes its answer, in order. */
export function changes({ values }: Clause, test: Test): readonly number[] {
  const candidates = new Set(
    (values ?? []).map((value) => instant(value) ?? 0).flatMap((at) => [at, at + 1]),
  );
  return [...candidates].filter((at) => test(at - 1) !== test(at)).sort((a, b) => a - b);
}
