import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

export type Scalar = string | number | boolean;

/** Compares one value that is not an array; unknown where it is not what the operator compares. */
export type Compare = (value: unknown) => Truth;

/** Makes what holds with any of the values; `undefined` where these do not suit the operator. */
export type Plan = (values: readonly Scalar[], fold?: Fold) => Compare | undefined;
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

const among: Plan = (given, fold) => {
  const folded = (value: unknown): unknown => (fold && isText(value) ? fold(value) : value);
  const values = fold ? given.map(folded) : given;
  // A document that is only checked needs no set.
  let set: ReadonlySet<unknown> | undefined;
  return (value) => {
    if (!isScalar(value)) return UNKNOWN;
    const own = fold ? folded(value) : value;
    if (values.length > FEW) return truth((set ??= new Set(values)).has(own));
    for (let i = 0; i < values.length; i++) if (values[i] === own) return TRUE;
    return FALSE;
  };
};

const texts =
  (op: "contains" | "startsWith" | "endsWith"): Plan =>
  (values, fold) => {
    if (!values.every(isText)) return undefined;
    const parts = fold ? values.map(fold) : values;
    return (value) => {
      if (typeof value !== "string") return UNKNOWN;
      const own = fold ? fold(value) : value;
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i]!;
        if (
          op === "endsWith"
            ? own.endsWith(part)
            : op === "contains"
              ? own.includes(part)
              : own.startsWith(part)
        )
          // prettier-ignore
          return TRUE;
      }
      return FALSE;
    };
  };

/** Numbers hold with any of some limits if they do with the one that is easiest to hold with. */
const numbers =
  (isAbove: boolean, isStrict: boolean): Plan =>
  (values) => {
    if (!values.every(isNumber)) return undefined;
    const easiest = isAbove ? Math.min : Math.max;
    const limit = values.reduce((one, other) => easiest(one, other), easiest());
    return (value) =>
      isNumber(value) ? truth((isAbove === isStrict ? value > limit : value >= limit) === isAbove) : UNKNOWN;
  };

/** Of the length of an array. */
const sizes =
  (plan: Plan): Plan =>
  (values) => {
    const compare = values.every(isNumber) ? plan(values) : undefined;
    return compare && ((value) => (Array.isArray(value) ? compare(value.length) : UNKNOWN));
  };

/** The operators of the core, but for `matches`, which is handed in. */
const PLANS: { readonly [Op in Operator]?: Plan } = {
  in: among,
  ...{ contains: texts("contains"), startsWith: texts("startsWith"), endsWith: texts("endsWith") },
  ...{
    lt: numbers(false, true),
    lte: numbers(false, false),
    gt: numbers(true, true),
    gte: numbers(true, false),
  },
  between: ([low, high, ...others]) =>
    isNumber(low) && isNumber(high) && others.length === 0
      ? (value) => (isNumber(value) ? truth(value >= low && value <= high) : UNKNOWN)
      : undefined,
  exists: (values) => (values.length === 0 ? (value) => truth(exists(value)) : undefined),
  ...{ sizeEq: sizes(among), sizeGt: sizes(numbers(true, true)), sizeLt: sizes(numbers(false, true)) },
};

const matches =
  (matcher: Matcher, ignoreCase: boolean): Plan =>
  (patterns) => {
    const searches = readAll(patterns, (pattern) => isText(pattern) ? matcher(pattern, ignoreCase) : undefined); // prettier-ignore
    return searches && ((value) => (isText(value) ? truth(searches.some((search) => search(value))) : UNKNOWN)); // prettier-ignore
  };

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
): Plan | undefined {
  if (ignoreCase && !moreOperators) return undefined;
  if (op === "matches") return matcher && matches(matcher, ignoreCase);
  const plans = Object.hasOwn(PLANS, op as Operator) ? PLANS : (moreOperators?.plans ?? {});
  const plan = Object.hasOwn(plans, op as Operator) ? plans[op as Operator] : undefined;
  return plan && ignoreCase ? (values) => plan(values, moreOperators!.fold) : plan;
}
