/** Major, minor and patch, then the parts of the pre-release if there is one; numbers too long to be exact stay digits. */
export type Version = readonly (number | string)[];

const VERSION =
  /^v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const DIGITS = /^\d+$/;

let lastText: unknown;
let lastVersion: Version | undefined;

/** Reads a version of SemVer 2.0.0: a leading `v` is allowed, a missing minor or patch is 0, the build does not matter. `undefined` where it is none. */
export function parseVersion(text: unknown): Version | undefined {
  if (text === lastText) return lastVersion;
  lastText = text;
  return (lastVersion = typeof text === "string" ? (parsePlain(text) ?? parseAny(text)) : undefined);
}

/** The commonest versions by far, `1.2.3`, without a regular expression. */
function parsePlain(text: string): Version | undefined {
  const parts: [number, number, number] = [0, 0, 0];
  let at = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit === -2 && digits > 0 && at < 2) {
      at++;
      digits = 0;
    } else if (digit >= 0 && digit < 10 && digits < 15 && (digits === 0 || parts[at]! > 0)) {
      parts[at] = parts[at]! * 10 + digit;
      digits++;
    } else return undefined;
  }
  return at === 2 && digits > 0 ? parts : undefined;
}

function parseAny(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const prerelease = match[4]?.split(".") ?? [];
  return [match[1]!, match[2] ?? "0", match[3] ?? "0", ...prerelease].map((part) =>
    DIGITS.test(part) && part.length < 16 ? Number(part) : part,
  );
}

/** Precedence by SemVer 2.0.0 §11: negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
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
