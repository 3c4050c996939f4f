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

const number = (value: unknown): number | undefined => (isFinite(value) ? value : undefined);
const text = (value: unknown, { ignoreCase }: Comparing): string | undefined =>
  typeof value === "string" ? (ignoreCase === true ? fold(value) : value) : undefined;
const scalar = (value: unknown, how: Comparing): Scalar | undefined =>
  typeof value === "boolean" || isFinite(value) ? value : text(value, how);

/** All values as the operator reads them; `undefined` where there is one that it cannot read. */
function readAll<Limit>(
  values: readonly Scalar[],
  how: Comparing,
  read: (value: Scalar, how: Comparing) => Limit | undefined,
): readonly Limit[] | undefined {
  const limits: Limit[] = [];
  for (const value of values) {
    const limit = read(value, how);
    if (limit === undefined) return undefined;
    limits.push(limit);
  }
  return limits;
}

/** An operator from how it reads what it compares (`undefined`: not at all), when that holds, and how it reads its own values. */
const operator =
  <Value, Limit = Value>(
    read: (value: unknown, how: Comparing) => Value | undefined,
    holds: (value: Value, limit: Limit) => boolean,
    readLimit: (value: Scalar, how: Comparing) => Limit | undefined = read as never,
  ): Plan =>
  (values, how) => {
    const limits = readAll(values, how, readLimit);
    return (
      limits &&
      ((value) => {
        const own = read(value, how);
        return own === undefined ? UNKNOWN : truth(limits.some((limit) => holds(own, limit)));
      })
    );
  };

// The commonest families have loops of their own, so that the machine sees one kind of value in each.

const numbers =
  (holds: (value: number, limit: number) => boolean): Plan =>
  (values, how) => {
    const limits = readAll(values, how, number);
    return (
      limits &&
      ((value) => {
        if (!isFinite(value)) return UNKNOWN;
        for (let i = 0; i < limits.length; i++) if (holds(value, limits[i]!)) return TRUE;
        return FALSE;
      })
    );
  };

const texts =
  (holds: (text: string, part: string) => boolean): Plan =>
  (values, how) => {
    const limits = readAll(values, how, text);
    return (
      limits &&
      ((value) => {
        const own = text(value, how);
        if (own === undefined) return UNKNOWN;
        for (let i = 0; i < limits.length; i++) if (holds(own, limits[i]!)) return TRUE;
        return FALSE;
      })
    );
  };

const versions =
  (holds: (order: number) => boolean): Plan =>
  (values, how) => {
    const limits = readAll(values, how, parseVersion);
    return (
      limits &&
      ((value) => {
        const version = parseVersion(value);
        if (version === undefined) return UNKNOWN;
        for (let i = 0; i < limits.length; i++) if (holds(compareVersions(version, limits[i]!))) return TRUE;
        return FALSE;
      })
    );
  };

/** How each operator compares; `exists` is about whatever there is, and those of sizes about the length of an array. */
export const OPERATORS: Readonly<Record<Exclude<Operator, "exists">, Plan>> = {
  in: (values, how) => {
    const only = values.length === 1 && how.ignoreCase !== true ? values[0] : undefined;
    // A document that is only checked needs no set.
    let set: ReadonlySet<unknown> | undefined;
    return (value) => {
      if (only !== undefined && typeof value === "string") return truth(value === only);
      const own = scalar(value, how);
      set ??= new Set(values.map((value) => scalar(value, how)));
      return own === undefined ? UNKNOWN : truth(set.has(own));
    };
  },
  contains: texts((own, part) => own.includes(part)),
  startsWith: texts((own, start) => own.startsWith(start)),
  endsWith: texts((own, end) => own.endsWith(end)),
  matches: operator<string, (text: string) => boolean>(
    (value) => text(value, {}),
    (own, search) => search(own),
    (pattern, { matcher, ignoreCase }) =>
      typeof pattern === "string" ? matcher?.(pattern, ignoreCase === true) : undefined,
  ),
  lt: numbers((own, limit) => own < limit),
  lte: numbers((own, limit) => own <= limit),
  gt: numbers((own, limit) => own > limit),
  gte: numbers((own, limit) => own >= limit),
  between: (values) => {
    const [low, high] = values;
    if (values.length !== 2 || !isFinite(low) || !isFinite(high)) return undefined;
    return (value) => (isFinite(value) ? truth(value >= low && value <= high) : UNKNOWN);
  },
  before: operator(instant, (own, limit) => own < limit),
  after: operator(instant, (own, limit) => own > limit),
  semverEq: versions((order) => order === 0),
  semverLt: versions((order) => order < 0),
  semverLte: versions((order) => order <= 0),
  semverGt: versions((order) => order > 0),
  semverGte: versions((order) => order >= 0),
  inCidr: operator(parseAddress, isInside, parseNetwork),
  sizeEq: numbers((size, limit) => size === limit),
  sizeGt: numbers((size, limit) => size > limit),
  sizeLt: numbers((size, limit) => size < limit),
};

/** Whether a value can be in a JSON context at all. */
export const exists = (value: unknown): boolean =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  isFinite(value) ||
  (typeof value === "object" && value !== null);

export const isScalar = (value: unknown): value is Scalar => scalar(value, {}) !== undefined;

const isFinite = (value: unknown): value is number => Number.isFinite(value);
