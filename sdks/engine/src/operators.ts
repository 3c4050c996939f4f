import { isInside, parseAddress, parseNetwork } from "./address.ts";
import { fold } from "./casefold.ts";
import { instant } from "./instant.ts";
import { compareVersions, parseVersion } from "./semver.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Matcher, Operator } from "./types.ts";

/** Compares one value that is not an array; unknown where it is not what the operator compares. */
export type Test = (value: unknown) => Truth;
export type Scalar = string | number | boolean;

export interface Comparing {
  readonly ignoreCase?: unknown;
  readonly matcher?: Matcher | undefined;
}

/** Makes a test that holds with any of the values; `undefined` where these do not suit the operator. */
type Plan = (values: readonly Scalar[], how: Comparing) => Test | undefined;

/** Lists longer than this are looked up rather than gone through. */
const FEW = 8;

/** An operator from how it reads what it compares (`undefined`: not at all), when that holds, and how it reads its own values. */
const operator =
  <Value, Limit = Value>(
    read: (value: unknown, how: Comparing) => Value | undefined,
    holds: (value: Value, limit: Limit) => boolean,
    readLimit: (value: Scalar, how: Comparing) => Limit | undefined = read as never,
  ): Plan =>
  (values, how) => {
    const limits: Limit[] = [];
    for (const value of values) {
      const limit = readLimit(value, how);
      if (limit === undefined) return undefined;
      limits.push(limit);
    }
    return (value) => {
      const own = read(value, how);
      if (own === undefined) return UNKNOWN;
      for (let i = 0; i < limits.length; i++) if (holds(own, limits[i]!)) return TRUE;
      return FALSE;
    };
  };

const number = (value: unknown): number | undefined => (isFinite(value) ? value : undefined);
const text = (value: unknown, { ignoreCase }: Comparing): string | undefined =>
  typeof value === "string" ? (ignoreCase === true ? fold(value) : value) : undefined;
const scalar = (value: unknown, how: Comparing): Scalar | undefined =>
  typeof value === "boolean" || isFinite(value) ? value : text(value, how);

/** How each operator compares; `exists` is about whatever there is, and those of sizes about the length of an array. */
export const OPERATORS: Readonly<Record<Exclude<Operator, "exists">, Plan>> = {
  in: (values, how) => {
    if (values.length <= FEW) return operator(scalar, (own, value) => own === value)(values, how);
    let set: ReadonlySet<unknown> | undefined;
    return (value) => {
      set ??= new Set(values.map((value) => scalar(value, how)));
      const own = scalar(value, how);
      return own === undefined ? UNKNOWN : truth(set.has(own));
    };
  },
  contains: operator(text, (own, part) => own.includes(part)),
  startsWith: operator(text, (own, start) => own.startsWith(start)),
  endsWith: operator(text, (own, end) => own.endsWith(end)),
  matches: operator<string, (text: string) => boolean>(
    (value) => text(value, {}),
    (own, search) => search(own),
    (pattern, { matcher, ignoreCase }) =>
      typeof pattern === "string" ? matcher?.(pattern, ignoreCase === true) : undefined,
  ),
  lt: operator(number, (own, limit) => own < limit),
  lte: operator(number, (own, limit) => own <= limit),
  gt: operator(number, (own, limit) => own > limit),
  gte: operator(number, (own, limit) => own >= limit),
  between: (values) => {
    const [low, high] = values;
    if (values.length !== 2 || !isFinite(low) || !isFinite(high)) return undefined;
    return (value) => (isFinite(value) ? truth(value >= low && value <= high) : UNKNOWN);
  },
  before: operator(instant, (own, limit) => own < limit),
  after: operator(instant, (own, limit) => own > limit),
  semverEq: operator(parseVersion, (own, limit) => compareVersions(own, limit) === 0),
  semverLt: operator(parseVersion, (own, limit) => compareVersions(own, limit) < 0),
  semverLte: operator(parseVersion, (own, limit) => compareVersions(own, limit) <= 0),
  semverGt: operator(parseVersion, (own, limit) => compareVersions(own, limit) > 0),
  semverGte: operator(parseVersion, (own, limit) => compareVersions(own, limit) >= 0),
  inCidr: operator(parseAddress, isInside, parseNetwork),
  sizeEq: operator(number, (size, limit) => size === limit),
  sizeGt: operator(number, (size, limit) => size > limit),
  sizeLt: operator(number, (size, limit) => size < limit),
};

/** Whether a value can be in a JSON context at all. */
export const exists = (value: unknown): boolean =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  isFinite(value) ||
  (typeof value === "object" && value !== null);

export const isScalar = (value: unknown): value is Scalar => scalar(value, {}) !== undefined;

const isFinite = (value: unknown): value is number => Number.isFinite(value);
