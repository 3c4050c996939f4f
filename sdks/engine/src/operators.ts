import { isInside, parseAddress, parseNetwork } from "./address.ts";
import { fold } from "./casefold.ts";
import { instant } from "./instant.ts";
import { compareVersions, parseVersion } from "./semver.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

/** Compares one value that is not an array; unknown where it is not what the operator compares. */
export type Test = (value: unknown) => Truth;

/** An operator about the attribute as a whole rather than its elements. */
export type WholeOperator = "exists" | "sizeEq" | "sizeGt" | "sizeLt";
export type Scalar = string | number | boolean;

interface Options {
  readonly ignoreCase: boolean;
  readonly matcher: Matcher | undefined;
}

/** What keeps an operator from being planned. */
export type Obstacle = "invalid_values" | "missing_matcher";

// The one value that decides for all of them; with no values there is none, and no number compares with NaN.
const greater = (a: number, b: number): number => Math.max(a, b);
const lesser = (a: number, b: number): number => Math.min(a, b);

const numbers =
  (pick: (a: number, b: number) => number, compare: (value: number, limit: number) => boolean) =>
  (values: readonly Scalar[]): Test | Obstacle => {
    if (!values.every(isFinite)) return "invalid_values";
    const limit = values.length > 0 ? values.reduce(pick) : NaN;
    return (value) => (isFinite(value) ? truth(compare(value, limit)) : UNKNOWN);
  };

const instants =
  (pick: (a: number, b: number) => number, compare: (value: number, limit: number) => boolean) =>
  (values: readonly Scalar[]): Test | Obstacle => {
    const limits = values.map(instant);
    if (!limits.every(isFinite)) return "invalid_values";
    const limit = limits.length > 0 ? limits.reduce(pick) : NaN;
    return (value) => {
      const at = instant(value);
      return at === undefined ? UNKNOWN : truth(compare(at, limit));
    };
  };

const versions =
  (holds: (order: number) => boolean) =>
  (values: readonly Scalar[]): Test | Obstacle => {
    const limits = values.map((value) => (typeof value === "string" ? parseVersion(value) : undefined));
    if (!limits.every((limit) => limit !== undefined)) return "invalid_values";
    return (value) => {
      const version = typeof value === "string" ? parseVersion(value) : undefined;
      return version ? truth(limits.some((limit) => holds(compareVersions(version, limit)))) : UNKNOWN;
    };
  };

const texts =
  (holds: (text: string, part: string) => boolean) =>
  (values: readonly Scalar[], { ignoreCase }: Options): Test | Obstacle => {
    if (!values.every(isString)) return "invalid_values";
    const parts = ignoreCase ? values.map(fold) : values;
    return (value) => {
      if (typeof value !== "string") return UNKNOWN;
      const text = ignoreCase ? fold(value) : value;
      for (let i = 0; i < parts.length; i++) if (holds(text, parts[i]!)) return TRUE;
      return FALSE;
    };
  };

/** How each operator is planned from its values; the array of values means any of them. */
export const OPERATORS: Readonly<
  Record<Exclude<Operator, WholeOperator>, (values: readonly Scalar[], options: Options) => Test | Obstacle>
> = {
  in: (values, { ignoreCase }) => {
    const set = new Set(ignoreCase ? values.map((value) => (isString(value) ? fold(value) : value)) : values);
    const only = set.size === 1 ? values[0] : undefined;
    return (value) => {
      if (typeof value === "string") {
        if (ignoreCase) return truth(set.has(fold(value)));
        return truth(only === undefined ? set.has(value) : value === only);
      }
      return typeof value === "boolean" || isFinite(value) ? truth(set.has(value)) : UNKNOWN;
    };
  },
  contains: texts((text, part) => text.includes(part)),
  startsWith: texts((text, part) => text.startsWith(part)),
  endsWith: texts((text, part) => text.endsWith(part)),
  matches: (values, { matcher, ignoreCase }) => {
    if (!values.every(isString)) return "invalid_values";
    if (!matcher) return "missing_matcher";
    const searches = values.map((pattern) => matcher(pattern, ignoreCase));
    if (!searches.every((search) => search !== undefined)) return "invalid_values";
    return (value) => (typeof value === "string" ? truth(searches.some((search) => search(value))) : UNKNOWN);
  },
  lt: numbers(greater, (value, limit) => value < limit),
  lte: numbers(greater, (value, limit) => value <= limit),
  gt: numbers(lesser, (value, limit) => value > limit),
  gte: numbers(lesser, (value, limit) => value >= limit),
  between: (values) => {
    const [low, high] = values;
    if (values.length !== 2 || !isFinite(low) || !isFinite(high)) return "invalid_values";
    return (value) => (isFinite(value) ? truth(value >= low && value <= high) : UNKNOWN);
  },
  before: instants(greater, (value, limit) => value < limit),
  after: instants(lesser, (value, limit) => value > limit),
  semverEq: versions((order) => order === 0),
  semverLt: versions((order) => order < 0),
  semverLte: versions((order) => order <= 0),
  semverGt: versions((order) => order > 0),
  semverGte: versions((order) => order >= 0),
  inCidr: (values) => {
    const networks = values.map((value) => (isString(value) ? parseNetwork(value) : undefined));
    if (!networks.every((network) => network !== undefined)) return "invalid_values";
    return (value) => {
      const address = typeof value === "string" ? parseAddress(value) : undefined;
      return address ? truth(networks.some((network) => isInside(address, network))) : UNKNOWN;
    };
  },
};

/** Compares the length of an array. */
export const SIZES: Readonly<Record<string, (size: number, value: Scalar) => boolean>> = {
  sizeEq: (size, value) => size === value,
  sizeGt: (size, value) => size > (value as number),
  sizeLt: (size, value) => size < (value as number),
};

/** Whether a value can be in a JSON context at all. */
export const exists = (value: unknown): boolean =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  isFinite(value) ||
  (typeof value === "object" && value !== null);

const isString = (value: unknown): value is string => typeof value === "string";
const isFinite = (value: unknown): value is number => Number.isFinite(value);
