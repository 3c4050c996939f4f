import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

/** Compares one value that is not an array; unknown where it is not what the operator compares. */
export type Test = (value: unknown) => Truth;
export type Scalar = string | number | boolean;

/** What else an operator compares with. */
export interface Comparing {
  readonly ignoreCase: boolean;
  readonly matcher?: Matcher | undefined;
  /** There where case is ignored. */
  readonly fold?: ((text: string) => string) | undefined;
}

/** Makes a test that holds with any of the values; `undefined` where these do not suit the operator. */
export type Plan = (values: readonly Scalar[], how: Comparing) => Test | undefined;

/** Operators by name. */
export type Plans = { readonly [Op in Operator]?: Plan };

/** What of the law the core does not have; see `@guidon/engine/more-operators`. */
export interface MoreOperators {
  readonly plans: Plans;
  /** A text in its simple case folding. */
  readonly fold: (text: string) => string;
  /** Epoch milliseconds of an instant. */
  readonly instant: (value: unknown) => number | undefined;
}

/** All values as the operator reads them; `undefined` where there is one that it cannot read. */
export function readAll<Limit>(
  values: readonly Scalar[],
  read: (value: Scalar) => Limit | undefined,
): readonly Limit[] | undefined {
  const limits: Limit[] = [];
  for (const value of values) {
    const limit = read(value);
    if (limit === undefined) return undefined;
    limits.push(limit);
  }
  return limits;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const number = (value: unknown): number | undefined => (isNumber(value) ? value : undefined);

/** Numbers hold with any of some limits if they do with the one that is easiest to hold with. */
const numbers =
  (easiest: "max" | "min", holds: (own: number, limit: number) => boolean): Plan =>
  (values) => {
    const limits = readAll(values, number);
    const limit = limits?.reduce((one, other) => Math[easiest](one, other), easiest === "max" ? -Infinity : Infinity); // prettier-ignore
    return limit === undefined ? undefined : (value) => (isNumber(value) ? truth(holds(value, limit)) : UNKNOWN); // prettier-ignore
  };

const text = (value: unknown, { fold }: Comparing): string | undefined =>
  typeof value !== "string" ? undefined : fold ? fold(value) : value;

const texts =
  (holds: (own: string, part: string) => boolean): Plan =>
  (values, how) => {
    const parts = readAll(values, (value) => text(value, how));
    return (
      parts &&
      ((value) => {
        const own = text(value, how);
        if (own === undefined) return UNKNOWN;
        for (let i = 0; i < parts.length; i++) if (holds(own, parts[i]!)) return TRUE;
        return FALSE;
      })
    );
  };

const scalar = (value: unknown, how: Comparing): Scalar | undefined =>
  typeof value === "string"
    ? text(value, how)
    : typeof value === "boolean" || isNumber(value)
      ? value
      : undefined;

/** How each operator of the core compares. Those of sizes compare the length of an array. */
export const OPERATORS: Plans = {
  in: (values, how) => {
    const only = values.length === 1 && !how.ignoreCase ? values[0] : undefined;
    // A document that is only checked needs no set.
    let set: ReadonlySet<unknown> | undefined;
    return (value) => {
      if (only !== undefined && typeof value === "string") return truth(value === only);
      set ??= new Set(values.map((value) => scalar(value, how)));
      const own = scalar(value, how);
      return own === undefined ? UNKNOWN : truth(set.has(own));
    };
  },
  contains: texts((own, part) => own.includes(part)),
  startsWith: texts((own, start) => own.startsWith(start)),
  endsWith: texts((own, end) => own.endsWith(end)),
  matches: (patterns, { matcher, ignoreCase }) => {
    const searches = readAll(patterns, (pattern) => typeof pattern === "string" ? matcher?.(pattern, ignoreCase) : undefined); // prettier-ignore
    return (
      searches &&
      ((value) => (typeof value === "string" ? truth(searches.some((search) => search(value))) : UNKNOWN))
    );
  },
  lt: numbers("max", (own, limit) => own < limit),
  lte: numbers("max", (own, limit) => own <= limit),
  gt: numbers("min", (own, limit) => own > limit),
  gte: numbers("min", (own, limit) => own >= limit),
  between: ([low, high, ...others]) =>
    isNumber(low) && isNumber(high) && others.length === 0
      ? (value) => (isNumber(value) ? truth(value >= low && value <= high) : UNKNOWN)
      : undefined,
  exists: (values) => (values.length === 0 ? (value) => truth(exists(value)) : undefined),
  sizeEq: (sizes) => (sizes.every(isNumber) ? (size) => truth(sizes.includes(size as number)) : undefined),
  sizeGt: numbers("min", (size, limit) => size > limit),
  sizeLt: numbers("max", (size, limit) => size < limit),
};

/** Whether a value can be in a JSON context at all. */
export const exists = (value: unknown): boolean =>
  typeof value === "object" ? value !== null : isScalar(value);

export const isScalar = (value: unknown): value is Scalar =>
  scalar(value, { ignoreCase: false }) !== undefined;
