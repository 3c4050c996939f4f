/**
 * A version in the order of its precedence. The commonest ones by far, `1.2.3` with small parts, are a number; others are major, minor and patch, then
 * the parts of the pre-release if there is one, of which those that are too long to be exact numbers stay digits.
 */
export type Version = number | readonly (number | string)[];

const VERSION =
  /^v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const DIGITS = /^\d+$/;
/** How many minor versions, and patches, a number can tell apart. */
const PART = 100_000;

/** The text that was read last, and what it came to: a user's version is mostly compared several times in a row. */
let last: string | undefined;
let version: Version | undefined;

/** Reads a version of SemVer 2.0.0: a leading `v` is allowed, a missing minor or patch is 0, the build does not matter. `undefined` where it is none. */
export function parseVersion(text: unknown): Version | undefined {
  if (typeof text !== "string") return undefined;
  if (text !== last) {
    version = parsePlain(text) ?? parseAny(text);
    last = text;
  }
  return version;
}

function parsePlain(text: string): number | undefined {
  let version = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit < 10 && part !== 0 && part < PART / 10)
      part = part < 0 ? digit : part * 10 + digit;
    else if (digit === -2 && part >= 0) {
      version = (version + part) * PART;
      part = -1;
      dots++;
    } else return undefined;
  }
  return dots === 2 && part >= 0 ? version + part : undefined;
}

function parseAny(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const prerelease = match[4]?.split(".") ?? [];
  return [match[1]!, match[2] ?? "0", match[3] ?? "0", ...prerelease].map((part) =>
    DIGITS.test(part) && part.length < 16 ? Number(part) : part,
  );
}

/** Its major, minor and patch, then the parts of its pre-release. */
export const partsOf = (version: Version): readonly (number | string)[] =>
  typeof version === "number"
    ? [Math.floor(version / PART / PART), Math.floor(version / PART) % PART, version % PART]
    : version;

/** Precedence by SemVer 2.0.0 §11: negative, zero or positive. */
export function compareVersions(one: Version, other: Version): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [a, b] = [partsOf(one), partsOf(other)];
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return compareParts(a[i]!, b[i]!);
  // Whoever has no pre-release comes after those that have one.
  return a.length === 3 || b.length === 3 ? b.length - a.length : a.length - b.length;
}

/** Numbers come before words, and shorter digits before longer ones. */
function compareParts(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  const isNumber = DIGITS.test(left);
  if (isNumber !== DIGITS.test(right)) return isNumber ? -1 : 1;
  return (isNumber && left.length - right.length) || (left < right ? -1 : 1);
}
