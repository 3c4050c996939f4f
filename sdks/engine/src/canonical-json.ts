const DEEPEST = 1_000;

/** Texts without anything to escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/**
 * The canonical form of a JSON value after RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript writes them, no white space.
 * Members that are `undefined` are left out, as `JSON.stringify` does; a lone surrogate keeps its escape. Throws a TypeError for what JSON
 * cannot hold, and for more than 1,000 levels.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new TypeError("The value is nested more than 1,000 levels deep.");
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return String(value);
  if (typeof value !== "object") throw new TypeError(`JSON cannot hold a ${typeof value} like this one.`);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += `${text && ","}${canonicalJson(item, depth + 1)}`;
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of sortedKeys(members)) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text && ","}${quoted(key)}:${canonicalJson(member, depth + 1)}`;
  }
  return `{${text}}`;
}

/** Documents mostly travel in this form already, and looking is cheaper than sorting. */
function sortedKeys(members: object): readonly string[] {
  const keys = Object.keys(members);
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return keys.sort();
  return keys;
}
