const DEEPEST = 1_000;

/**
 * The canonical form of a JSON value after RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript writes them, no white space.
 * Members that are `undefined` are left out, as `JSON.stringify` does; a lone surrogate keeps its escape. Throws a TypeError for what JSON
 * cannot hold, and for more than 1,000 levels.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new TypeError("The value is nested more than 1,000 levels deep.");
  if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== "object") throw new TypeError(`JSON cannot hold a ${typeof value} like this one.`);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += `${text && ","}${canonicalJson(item, depth + 1)}`;
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text && ","}${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`;
  }
  return `{${text}}`;
}
