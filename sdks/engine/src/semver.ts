/** A version of SemVer 2.0.0 without its build; numbers too long to be exact stay text. */
export interface Version {
  readonly major: number | string;
  readonly minor: number | string;
  readonly patch: number | string;
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
  lastText = text;
  return (lastVersion = parsePlain(text) ?? parseAny(text));
}

const NONE: readonly string[] = [];

/** The commonest versions by far, `1.2.3`, without a regular expression. */
function parsePlain(text: string): Version | undefined {
  let major = 0;
  let minor = 0;
  let number = 0;
  let dots = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && digits > 0 && dots < 2) {
      if (dots++ === 0) major = number;
      else minor = number;
      number = digits = 0;
      continue;
    }
    // A digit after a leading zero, and more digits than are exact, are for the other way to decide.
    if (code < 48 || code > 57 || digits === 15 || (digits === 1 && number === 0)) return undefined;
    number = number * 10 + code - 48;
    digits++;
  }
  return dots === 2 && digits > 0 ? { major, minor, patch: number, prerelease: NONE } : undefined;
}

function parseAny(text: string): Version | undefined {
  const match = VERSION.exec(text);
  const prerelease = match?.[4]?.split(".") ?? NONE;
  if (match === null || prerelease.some((part) => PADDED.test(part))) return undefined;
  const [, major, minor = "0", patch = "0"] = match;
  return { major: exact(major!), minor: exact(minor), patch: exact(patch), prerelease };
}

const exact = (digits: string): number | string => (digits.length < 16 ? Number(digits) : digits);

/** Precedence by SemVer 2.0.0 §11: negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
  const order =
    compareNumbers(a.major, b.major) || compareNumbers(a.minor, b.minor) || compareNumbers(a.patch, b.patch);
  if (order !== 0) return order;
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
