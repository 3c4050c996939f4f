/** A version of SemVer 2.0.0 without its build; numbers too long to be exact stay text. */
export interface Version {
  readonly numbers: readonly (number | string)[];
  readonly prerelease: readonly string[];
}

const VERSION =
  /^v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const PADDED = /^0\d+$/;
const DIGITS = /^\d+$/;

let lastText: string | undefined;
let lastVersion: Version | undefined;

/** Reads a version: a leading `v` is allowed, a missing minor or patch is 0. `undefined` where it is none. */
export function parseVersion(text: string): Version | undefined {
  if (text === lastText) return lastVersion;
  const match = VERSION.exec(text);
  const prerelease = match?.[4]?.split(".") ?? [];
  lastText = text;
  return (lastVersion =
    match === null || prerelease.some((part) => PADDED.test(part))
      ? undefined
      : { numbers: [exact(match[1]!), exact(match[2] ?? "0"), exact(match[3] ?? "0")], prerelease });
}

const exact = (digits: string): number | string => (digits.length < 16 ? Number(digits) : digits);

/** Precedence by SemVer 2.0.0 §11: negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) {
    const order = compareNumbers(a.numbers[i]!, b.numbers[i]!);
    if (order !== 0) return order;
  }
  const [left, right] = [a.prerelease, b.prerelease];
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareParts(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareNumbers(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  return left.length - right.length || compareText(left, right);
}

function compareParts(a: string, b: string): number {
  const [left, right] = [DIGITS.test(a), DIGITS.test(b)];
  if (left && right) return compareNumbers(exact(a), exact(b));
  return left === right ? compareText(a, b) : left ? -1 : 1;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
