const NEVER = /^(__proto__|constructor|prototype)$/;

/** An attribute path split at its dots; `\.` is a literal dot. */
export function parsePath(text: string): readonly string[] {
  const names: string[] = [];
  let open = "";
  const pieces = text.split(".");
  for (const [i, piece] of pieces.entries()) {
    if (piece.endsWith("\\") && i < pieces.length - 1) open += `${piece.slice(0, -1)}.`;
    else {
      names.push(open + piece);
      open = "";
    }
  }
  return names;
}

/**
 * What is at a path: own properties of objects only, never into arrays, and `undefined` where there is nothing. A getter or proxy that throws
 * counts as nothing.
 */
export function readPath(root: unknown, names: readonly string[]): unknown {
  try {
    let value = root;
    for (let i = 0; i < names.length; i++) value = own(value, names[i]!);
    return names.length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

const own = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Whether a path names something that no context can supply: `$…` is reserved, and prototypes are never read. */
export const isUnreadable = (names: readonly string[]): boolean =>
  names[0]!.startsWith("$") || names.some((name) => NEVER.test(name));

/** The unit a value makes: a non-empty string as it is, a safe integer in decimal, else none. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
