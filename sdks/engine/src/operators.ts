import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

export type Scalar = string | number | boolean;

/** Compares one value that is not an array; unknown where it is not what the operator compares. */
export type Compare = (value: unknown) => Truth;

/** The same, as one of few classes, so that the machine knows whom it calls. */
export interface Test {
  holds(value: unknown): Truth;
}

/** Makes what holds with any of the values; `undefined` where these do not suit the operator. */
export type Plan<Made = Compare> = (values: readonly Scalar[], fold?: Fold) => Made | undefined;
type Fold = (text: string) => string;

/** What of the law the core does not have; see `@guidon/engine/more-operators`. */
export interface MoreOperators {
  readonly plans: { readonly [Op in Operator]?: Plan };
  /** A text in its simple case folding. */
  readonly fold: Fold;
  /** Epoch milliseconds of an instant. */
  readonly instant: (value: unknown) => number | undefined;
}

/** What is handed to `compile` that operators may need. */
export interface Comparing {
  readonly matcher?: Matcher | undefined;
  readonly moreOperators?: MoreOperators | undefined;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === "string";
export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || isNumber(value);

/** Whether a value can be in a JSON context at all. */
export const exists = (value: unknown): boolean =>
  typeof value === "object" ? value !== null : isScalar(value);

/** Up to so many values are sooner compared one by one than looked up. */
const FEW = 4;

class Among implements Test {
  private readonly values: readonly unknown[];
  private readonly fold: Fold | undefined;
  /** Made when first asked: a document that is only checked needs none. */
  private set: ReadonlySet<unknown> | undefined = undefined;

  constructor(values: readonly Scalar[], fold: Fold | undefined) {
    this.values = fold ? values.map((value) => (isText(value) ? fold(value) : value)) : values;
    this.fold = fold;
  }

  holds(value: unknown): Truth {
    if (!isScalar(value)) return UNKNOWN;
    const { values, fold } = this;
    const own = fold !== undefined && isText(value) ? fold(value) : value;
    if (values.length > FEW) return truth((this.set ??= new Set(values)).has(own));
    for (let i = 0; i < values.length; i++) if (values[i] === own) return TRUE;
    return FALSE;
  }
}

const among: Plan<Test> = (values, fold) => new Among(values, fold);

type TextOperator = "contains" | "startsWith" | "endsWith";

class Texts implements Test {
  private readonly op: TextOperator;
  private readonly parts: readonly string[];
  private readonly fold: Fold | undefined;

  constructor(op: TextOperator, parts: readonly string[], fold: Fold | undefined) {
    this.op = op;
    this.parts = fold ? parts.map(fold) : parts;
    this.fold = fold;
  }

  holds(value: unknown): Truth {
    if (typeof value !== "string") return UNKNOWN;
    const { op, parts, fold } = this;
    const own = fold !== undefined ? fold(value) : value;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (
        op === "endsWith" ? own.endsWith(part) : op === "contains" ? own.includes(part) : own.startsWith(part)
      )
        // prettier-ignore
        return TRUE;
    }
    return FALSE;
  }
}

const texts =
  (op: TextOperator): Plan<Test> =>
  (values, fold) =>
    values.every(isText) ? new Texts(op, values, fold) : undefined;

/** Numbers hold with any of some limits if they do with the one that is easiest to hold with. */
class Numbers implements Test {
  private readonly isAbove: boolean;
  private readonly isStrict: boolean;
  private readonly limit: number;

  constructor(isAbove: boolean, isStrict: boolean, limits: readonly number[]) {
    const easiest = isAbove ? Math.min : Math.max;
    this.isAbove = isAbove;
    this.isStrict = isStrict;
    this.limit = limits.reduce((one, other) => easiest(one, other), easiest());
  }

  holds(value: unknown): Truth {
    if (!isNumber(value)) return UNKNOWN;
    const { isAbove, isStrict, limit } = this;
    return truth((isAbove === isStrict ? value > limit : value >= limit) === isAbove);
  }
}

const numbers =
  (isAbove: boolean, isStrict: boolean): Plan<Test> =>
  (values) =>
    values.every(isNumber) ? new Numbers(isAbove, isStrict, values) : undefined;

/** However else values are compared. */
class Other implements Test {
  private readonly compare: Compare;

  constructor(compare: Compare) {
    this.compare = compare;
  }

  holds(value: unknown): Truth {
    const { compare } = this;
    return compare(value);
  }
}

const other =
  (plan: Plan): Plan<Test> =>
  (values) => {
    const compare = plan(values);
    return compare && new Other(compare);
  };

/** Of the length of an array. */
const sizes = (plan: Plan<Test>): Plan<Test> =>
  other((values) => {
    const test = values.every(isNumber) ? plan(values) : undefined;
    return test && ((value) => (Array.isArray(value) ? test.holds(value.length) : UNKNOWN));
  });

/** The operators of the core, but for `matches`, which is handed in. */
const PLANS: { readonly [Op in Operator]?: Plan<Test> } = {
  in: among,
  ...{ contains: texts("contains"), startsWith: texts("startsWith"), endsWith: texts("endsWith") },
  ...{
    lt: numbers(false, true),
    lte: numbers(false, false),
    gt: numbers(true, true),
    gte: numbers(true, false),
  },
  between: other(([low, high, ...others]) =>
    isNumber(low) && isNumber(high) && others.length === 0
      ? (value) => (isNumber(value) ? truth(value >= low && value <= high) : UNKNOWN)
      : undefined,
  ),
  exists: other((values) => (values.length === 0 ? (value) => truth(exists(value)) : undefined)),
  ...{ sizeEq: sizes(among), sizeGt: sizes(numbers(true, true)), sizeLt: sizes(numbers(false, true)) },
};

const matches = (matcher: Matcher, ignoreCase: boolean): Plan<Test> =>
  other((patterns) => {
    const searches = readAll(patterns, (pattern) => isText(pattern) ? matcher(pattern, ignoreCase) : undefined); // prettier-ignore
    return searches && ((value) => (isText(value) ? truth(searches.some((search) => search(value))) : UNKNOWN)); // prettier-ignore
  });

/** All values as an operator reads them; `undefined` where there is one that it cannot read. */
export function readAll<Limit>(
  values: readonly Scalar[],
  read: (value: Scalar) => Limit | undefined,
): readonly Limit[] | undefined {
  const limits = values.map(read);
  return limits.includes(undefined) ? undefined : (limits as Limit[]);
}

/** How an operator is planned; `undefined` where this engine does not know it, or was not handed what it needs. */
export function planOf(
  op: unknown,
  ignoreCase: boolean,
  { matcher, moreOperators }: Comparing,
): Plan<Test> | undefined {
  const name = op as Operator;
  if (ignoreCase && !moreOperators) return undefined;
  if (name === "matches") return matcher && matches(matcher, ignoreCase);
  const more = moreOperators && Object.hasOwn(moreOperators.plans, name) ? moreOperators.plans[name] : undefined; // prettier-ignore
  const plan = Object.hasOwn(PLANS, name) ? PLANS[name] : more && other(more);
  return plan && ignoreCase ? (values) => plan(values, moreOperators!.fold) : plan;
}
