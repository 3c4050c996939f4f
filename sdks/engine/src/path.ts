/** By far the commonest path. */
const TARGETING_KEY: readonly string[] = ["targetingKey"];
const NEVER = /^(__proto__|constructor|prototype)$/;

/** An attribute path split at its dots; `\.` is a literal dot. */
export function parsePath(text: string): readonly string[] {
  const names = [""];
  for (const part of text.match(/\\\.|\.|[^\\.]+|\\/g) ?? [])
    if (part === ".") names.push("");
    else names[names.length - 1] += part === "\\." ? "." : part;
  return names;
}

/** A path made ready to read; empty, and so reading nothing, where no context can supply what it names: `$…` is reserved, and prototypes are never read. */
export function toPath(text: string): readonly string[] {
  if (text === "targetingKey") return TARGETING_KEY;
  const names = parsePath(text);
  return text.startsWith("$") || names.some((name) => NEVER.test(name)) ? [] : names;
}

/**
 * What is at a path: own properties of objects only, never into arrays, and `undefined` where there is nothing. A getter or proxy that throws
 * counts as nothing.
 */
export function readPath(root: unknown, names: readonly string[]): unknown {
  try {
    if (names === TARGETING_KEY && isOrdinary(root)) return root.targetingKey;
    let value = own(root, names[0]);
    for (let i = 1; i < names.length; i++) value = own(value, names[i]);
    return value;
  } catch {
    return undefined;
  }
}

/**
 * Whether a string at `targetingKey` is the context's own because nobody else can have it; a property read by its name is several times as quick
 * as one that is looked up.
 */
const isOrdinary = (root: unknown): root is Keyed =>
  typeof (root as Keyed).targetingKey === "string" &&
  Object.getPrototypeOf(root) === Object.prototype &&
  (Object.prototype as Keyed).targetingKey === undefined;

interface Keyed {
  readonly targetingKey?: unknown;
}

const own = (value: unknown, name: string | undefined): unknown =>
  isObject(value) && name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;

/** The unit a value makes: a non-empty string as it is, a safe integer in decimal, else none. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

export type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
