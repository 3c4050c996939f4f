/** By far the commonest path. */
export const TARGETING_KEY: readonly string[] = ["targetingKey"];

/** An attribute path split at its dots; `\.` is a literal dot. */
export const parsePath = (text: string): readonly string[] =>
  text.split(/(?<!\\)\./).map((name) => name.replaceAll("\\.", "."));

/** A path made ready to read; empty, and so reading nothing, where no context can supply what it names: `$…` is reserved, and prototypes are never read. */
export function toPath(text: string): readonly string[] {
  if (text === "targetingKey") return TARGETING_KEY;
  const names = parsePath(text);
  const isNever = names.some((name) => /^(__proto__|constructor|prototype)$/.test(name));
  return isNever || text.startsWith("$") ? [] : names;
}

/**
 * What is at a path: own properties of objects only, never into arrays, and `undefined` where there is nothing. A getter or proxy that throws
 * counts as nothing.
 */
export function readPath(root: unknown, names: readonly string[]): unknown {
  try {
    let value = own(root, names[0]);
    for (let i = 1; i < names.length; i++) value = own(value, names[i]);
    return value;
  } catch {
    return undefined;
  }
}

const PROTOTYPE = Object.prototype as { readonly targetingKey?: unknown };

/**
 * The same for by far the commonest path, which is quicker to read by its name than to look up: a string there is the context's own where its
 * prototype is everybody's and has none.
 */
export function readTargetingKey(root: unknown): unknown {
  try {
    if (typeof root === "object" && root !== null) {
      const { targetingKey } = root as { readonly targetingKey?: unknown };
      if (
        typeof targetingKey === "string" &&
        Object.getPrototypeOf(root) === PROTOTYPE &&
        PROTOTYPE.targetingKey === undefined
      )
        return targetingKey;
    }
  } catch {
    // What throws is looked up, and found to be nothing.
  }
  return readPath(root, TARGETING_KEY);
}

/** An object's own member. */
export const own = (value: unknown, name: string | undefined): unknown =>
  isObject(value) && name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;

/** The unit a value makes: a non-empty string as it is, a safe integer in decimal, else none. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === "string") return value.length > 0 ? value : undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The unit that a context has at an attribute path: what a list of a segment is asked for. */
export const unitAt = (context: unknown, attribute: string): string | undefined =>
  asUnit(readPath(context, toPath(attribute)));

export type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
