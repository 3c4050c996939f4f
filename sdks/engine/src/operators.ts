import { own } from "./path.ts";
import { FALSE, toward, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

export type Scalar = string | number | boolean;

/** Compares one value; unknown where it is not what the operator compares. */
export type Compare = (value: unknown) => Truth;

/** Makes what holds with any of the values; `undefined` where these do not suit the operator. */
export type Plan = (values: readonly Scalar[]) => Compare | undefined;

/** What of the law the core does not have; see `@guidon/engine/more-operators`. */
export interface MoreOperators {
  readonly plans: { readonly [Op in Operator]?: Plan };
  /** A text in its simple case folding. */
  readonly fold: (text: string) => string;
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

/** The answer of an element that settles that of an array; none where the operator looks at the array itself. */
export type End = typeof TRUE | typeof FALSE | undefined;

/** Compares a value, or the elements of an array, of which any must hold or all. */
export const holdsFor = (holds: Compare, end: End, value: unknown): Truth =>
  end !== undefined && Array.isArray(value) ? toward(end, value, holds) : holds(value);

/** Up to so many values are sooner compared one by one than looked up. */
const FEW = 4;

const among: Plan = (values) => {
  if (values.length > FEW) {
    // Made when first asked: a document that is only checked needs none.
    let set: Set<unknown> | undefined;
    return (value) => (isScalar(value) ? truth((set ??= new Set(values)).has(value)) : UNKNOWN);
  }
  return (value) => {
    if (!isScalar(value)) return UNKNOWN;
    for (let i = 0; i < values.length; i++) if (values[i] === value) return TRUE;
    return FALSE;
  };
};

const texts =
  (make: (parts: readonly string[]) => Compare): Plan =>
  (values) =>
    values.every(isText) ? make(values) : undefined;

/** Numbers hold with any of some limits if they do with the one that is easiest to hold with. */
const numbers =
  (easiest: (...limits: number[]) => number, make: (limit: number) => Compare): Plan =>
  (values) =>
    values.every(isNumber) ? make(values.reduce((one, other) => easiest(one, other), easiest())) : undefined;

const sizes =
  (plan: Plan): Plan =>
  (values) => {
    const holds = values.every(isNumber) ? plan(values) : undefined;
    return holds && ((value) => (Array.isArray(value) ? holds(value.length) : UNKNOWN));
  };

const PLANS: { readonly [Op in Operator]?: Plan } = {
  in: among,
  contains: texts((parts) => (value) => isText(value) ? truth(parts.some((part) => value.includes(part))) : UNKNOWN), // prettier-ignore
  startsWith: texts((parts) => (value) => isText(value) ? truth(parts.some((part) => value.startsWith(part))) : UNKNOWN), // prettier-ignore
  endsWith: texts((parts) => (value) => isText(value) ? truth(parts.some((part) => value.endsWith(part))) : UNKNOWN), // prettier-ignore
  lt: numbers(Math.max, (limit) => (value) => (isNumber(value) ? truth(value < limit) : UNKNOWN)),
  lte: numbers(Math.max, (limit) => (value) => (isNumber(value) ? truth(value <= limit) : UNKNOWN)),
  gt: numbers(Math.min, (limit) => (value) => (isNumber(value) ? truth(value > limit) : UNKNOWN)),
  gte: numbers(Math.min, (limit) => (value) => (isNumber(value) ? truth(value >= limit) : UNKNOWN)),
  between: ([low, high, ...others]) =>
    isNumber(low) && isNumber(high) && others.length === 0
      ? (value) => (isNumber(value) ? truth(value >= low && value <= high) : UNKNOWN)
      : undefined,
  exists: (values) => (values.length > 0 ? undefined : (value) => truth(exists(value))),
};

const SIZES: { readonly [Op in Operator]?: Plan } = {
  sizeEq: sizes(among),
  sizeGt: sizes(PLANS.gt!),
  sizeLt: sizes(PLANS.lt!),
};

/** All values as an operator reads them; `undefined` where there is one that it cannot read. */
export function readAll<Limit>(
  values: readonly Scalar[],
  read: (value: Scalar) => Limit | undefined,
): readonly Limit[] | undefined {
  const limits = values.map(read);
  return limits.includes(undefined) ? undefined : (limits as Limit[]);
}

const matches =
  (matcher: Matcher, ignoreCase: boolean): Plan =>
  (patterns) => {
    const searches = readAll(patterns, (pattern) => isText(pattern) ? matcher(pattern, ignoreCase) : undefined); // prettier-ignore
    return (
      searches && ((value) => (isText(value) ? truth(searches.some((search) => search(value))) : UNKNOWN))
    );
  };

/** How an operator is planned; `undefined` where this engine does not know it, or was not handed what it needs. */
export function planOf(
  name: unknown,
  ignoreCase: boolean,
  { matcher, moreOperators }: Comparing,
): Plan | undefined {
  const op = name as Operator;
  if (ignoreCase && !moreOperators) return undefined;
  if (op === "matches") return matcher && matches(matcher, ignoreCase);
  const plain = own(PLANS, op) as Plan | undefined;
  if (!plain) return (own(SIZES, op) ?? own(moreOperators?.plans, op)) as Plan | undefined;
  return ignoreCase ? folded(plain, moreOperators!.fold) : plain;
}

const folded = (plan: Plan, fold: MoreOperators["fold"]): Plan => {
  const fit = <Value>(value: Value) => (typeof value === "string" ? fold(value) : value) as Value;
  return (values) => {
    const holds = plan(values.map(fit));
    return holds && ((value) => holds(fit(value)));
  };
};
