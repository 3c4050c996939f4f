import type { Ask, Call } from "./call.ts";
import { DEEPEST, isObject, type Draft, type Members } from "./draft.ts";
import { draw, isWithin, NO_UNIT, planSample } from "./draw.ts";
import { instant } from "./instant.ts";
import { toPath } from "./names.ts";
import { exists, OPERATORS, SIZES, type Scalar, type Test } from "./operators.ts";
import { readPath } from "./path.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause } from "./types.ts";

type Form = (draft: Draft, source: Members, at: string, place: Place) => Ask;

/** Where a condition stands: how deep, and whether its attributes are those of an array element. */
interface Place {
  readonly depth: number;
  readonly inElement: boolean;
}

const never: Ask = () => UNKNOWN;

/** Plans a condition, of which one member tells the form. */
export function planCondition(
  draft: Draft,
  source: unknown,
  at: string,
  place: Place = { depth: 1, inElement: false },
): Ask {
  draft.depth = Math.max(draft.depth, place.depth);
  if (place.depth > DEEPEST) draft.problem(at, "nested_too_deep");
  else if (isObject(source)) {
    const [name, ...others] = Object.keys(FORMS).filter((form) => Object.hasOwn(source, form));
    if (name !== undefined && others.length === 0) return FORMS[name]!(draft, source, at, place);
    draft.problem(at, "not_a_condition");
  } else draft.problem(at, "not_a_condition");
  return never;
}

const within = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

const group =
  (name: "all" | "any", decisive: Truth): Form =>
  (draft, source, at, place) => {
    const asks = draft
      .array(source[name], `${at}/${name}`)
      .map((part, i) => planCondition(draft, part, `${at}/${name}/${i}`, within(place)));
    return (call) => {
      call.recorder?.open();
      let result: Truth = decisive === TRUE ? FALSE : TRUE;
      for (let i = 0; i < asks.length; i++) {
        const answer = asks[i]!(call);
        if (answer === UNKNOWN) result = UNKNOWN;
        else if (answer === decisive) {
          result = decisive;
          break;
        }
      }
      call.recorder?.group(name, result);
      return result;
    };
  };

const single =
  (name: "not" | "known", answer: (inner: Truth) => Truth): Form =>
  (draft, source, at, place) => {
    const ask = planCondition(draft, source[name], `${at}/${name}`, within(place));
    return (call) => {
      call.recorder?.open();
      const result = answer(ask(call));
      call.recorder?.group(name, result);
      return result;
    };
  };

const segment: Form = (draft, source, at) => {
  const index = draft.refer("segment", source["segment"], `${at}/segment`);
  return (call) => {
    call.recorder?.open();
    const result = call.segment(index);
    call.recorder?.segment(source["segment"] as string, call.plans.hasSegment(index), result);
    return result;
  };
};

const flag: Form = (draft, source, at) => {
  const variants = draft.texts(source["variants"], `${at}/variants`);
  const index = draft.refer("flag", source["flag"], `${at}/flag`, variants);
  return (call) => {
    call.recorder?.open();
    const served = call.flag(index);
    const result =
      served === undefined || served.errorCode !== undefined
        ? UNKNOWN
        : truth(served.variant !== null && variants.includes(served.variant));
    call.recorder?.flag(source["flag"] as string, variants, served, result);
    return result;
  };
};

const sample: Form = (draft, source, at) => {
  const plan = planSample(draft, draft.object(source["sample"], `${at}/sample`), `${at}/sample`);
  return (call) => {
    const drawn = draw(call, plan);
    const result = plan.whole ? TRUE : drawn === NO_UNIT ? UNKNOWN : truth(isWithin(plan, drawn));
    call.recorder?.sample(call, plan, drawn, result);
    return result;
  };
};

const some: Form = (draft, source, at, place) => {
  const attribute = draft.text(source["some"], `${at}/some`);
  const path = toPath(attribute);
  const index = draft.names.attribute(attribute);
  const ask = planCondition(draft, source["where"], `${at}/where`, {
    depth: place.depth + 1,
    inElement: true,
  });
  return (call) => {
    call.recorder?.open();
    const value = place.inElement ? readPath(call.element, path) : call.attribute(index);
    let result: Truth = UNKNOWN;
    if (Array.isArray(value)) {
      const outer = call.element;
      result = FALSE;
      for (let i = 0; i < value.length && result !== TRUE; i++) {
        call.element = value[i];
        const answer = isObject(call.element) ? ask(call) : UNKNOWN;
        if (answer > result) result = answer;
      }
      call.element = outer;
    }
    call.recorder?.some(attribute, value, result);
    return result;
  };
};

const clause: Form = (draft, source, at, place) => {
  const { op, values, ignoreCase, quantifier } = source as Partial<Record<keyof Clause, unknown>>;
  const attribute = draft.text(source["attribute"], `${at}/attribute`);
  if (ignoreCase !== undefined && typeof ignoreCase !== "boolean")
    draft.problem(`${at}/ignoreCase`, "not_a_boolean");
  if (quantifier !== undefined && quantifier !== "any" && quantifier !== "all")
    draft.problem(`${at}/quantifier`, "not_a_quantifier");
  const isShared =
    attribute !== "$now" && !place.inElement && Array.isArray(values) && values.length <= MOST_SHARED;
  const text =
    isShared && values.every(isScalar) && JSON.stringify([attribute, op, values, ignoreCase, quantifier]);
  const known = text ? draft.names.clauses.get(text) : undefined;
  if (known) return known;
  const before = draft.problems.length;
  const judge = planOperator(draft, source, op, values, at);
  if (!judge) return never;
  if (!text || draft.problems.length > before)
    return planAsk(draft, source as unknown as Clause, attribute, judge, place);
  const ask = planShared(draft, source as unknown as Clause, attribute, judge);
  draft.names.clauses.set(text, ask);
  return ask;
};

/** Longer lists of values are not kept as text to be compared. */
const MOST_SHARED = 100;

/** The same clause in many flags is judged once a call; but a recorder sees it each time. */
function planShared(draft: Draft, source: Clause, attribute: string, { ofValue, ofArray }: Judge): Ask {
  const clause = draft.names.clauses.size;
  const index = draft.names.attribute(attribute);
  return (call) => {
    const known = call.recallClause(clause);
    if (known !== undefined) return known;
    const value = call.attribute(index);
    const result = Array.isArray(value) ? ofArray(value) : ofValue(value);
    call.recorder?.clause(source, value, result);
    return call.keepClause(clause, result);
  };
}

function planAsk(
  draft: Draft,
  source: Clause,
  attribute: string,
  { ofValue, ofArray }: Judge,
  place: Place,
): Ask {
  const record = (call: Call, value: unknown, result: Truth): Truth => {
    call.recorder?.clause(source, value, result);
    return result;
  };
  if (attribute === "$now") {
    const times = changes(ofValue, source.values);
    for (const time of times) draft.times.push(time);
    return (call) => {
      for (const time of times) if (time > call.now) call.expire(time);
      return record(call, call.now, ofValue(call.now));
    };
  }
  if (place.inElement) {
    const path = toPath(attribute);
    return (call) => {
      const value = readPath(call.element, path);
      return record(call, value, Array.isArray(value) ? ofArray(value) : ofValue(value));
    };
  }
  const index = draft.names.attribute(attribute);
  return (call) => {
    const value = call.attribute(index);
    return record(call, value, Array.isArray(value) ? ofArray(value) : ofValue(value));
  };
}

/** In which member a condition of each form is told by. */
const FORMS: Readonly<Record<string, Form>> = {
  attribute: clause,
  all: group("all", FALSE),
  any: group("any", TRUE),
  not: single("not", (inner) => (0 - inner) as Truth),
  known: single("known", (inner) => truth(inner === TRUE)),
  segment,
  flag,
  sample,
  some,
};

/** How to judge a value that is no array, and one that is. */
interface Judge {
  readonly ofValue: Test;
  readonly ofArray: (items: readonly unknown[]) => Truth;
}

function planOperator(
  draft: Draft,
  source: Members,
  op: unknown,
  given: unknown,
  at: string,
): Judge | undefined {
  if (op === "exists") {
    if (given !== undefined && !(Array.isArray(given) && given.length === 0))
      draft.problem(`${at}/values`, "takes_no_values");
    return { ofValue: (value) => truth(exists(value)), ofArray: () => TRUE };
  }
  const values = draft.array(given, `${at}/values`) as readonly Scalar[];
  if (!values.every(isScalar)) draft.problem(`${at}/values`, "not_scalars");
  else if (typeof op === "string" && Object.hasOwn(SIZES, op)) {
    const compare = SIZES[op]!;
    if (!values.every(Number.isFinite)) draft.problem(`${at}/values`, "invalid_values");
    return {
      ofValue: () => UNKNOWN,
      ofArray: ({ length }) => truth(values.some((size) => compare(length, size))),
    };
  } else if (typeof op === "string" && Object.hasOwn(OPERATORS, op)) {
    const test = OPERATORS[op as keyof typeof OPERATORS](values, {
      ignoreCase: source["ignoreCase"] === true,
      matcher: draft.options.matcher,
    });
    if (typeof test === "function")
      return { ofValue: test, ofArray: elements(test, source["quantifier"] === "all") };
    draft.problem(`${at}/values`, test);
    if (test === "missing_matcher") draft.tooOld = true;
  } else {
    draft.problem(`${at}/op`, "unknown_operator");
    draft.tooOld = true;
  }
  return undefined;
}

/** Holds if any element does, or all of them. */
const elements =
  (test: Test, all: boolean): Judge["ofArray"] =>
  (items) => {
    let result: Truth = all ? TRUE : FALSE;
    for (let i = 0; i < items.length; i++) {
      const answer = test(items[i]);
      if (all ? answer < result : answer > result) result = answer;
    }
    return result;
  };

/** The instants at which a test of the time changes its answer, in order. */
function changes(test: Test, values: readonly Scalar[] = []): readonly number[] {
  const candidates = new Set<number>();
  for (const value of values) {
    const limit = instant(value);
    if (limit === undefined) continue;
    candidates.add(limit).add(limit + 1);
  }
  return [...candidates].filter((at) => test(at - 1) !== test(at)).sort((a, b) => a - b);
}

const isScalar = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
