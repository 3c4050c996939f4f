import type { ChainEntry, Kept } from "./entry.ts";

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);

function isKept(value: unknown): value is Kept {
  return isObject(value) && isText(value["digest"]) && isText(value["salt"]) && "value" in value;
}

const isErasure = (value: unknown): boolean =>
  isObject(value) && isText(value["from"]) && isText(value["to"]);

/** An entry out of what somebody else wrote; undefined for what is none. Members beyond those of an entry are refused. */
export function readEntry(value: unknown): ChainEntry | undefined {
  if (!isObject(value)) return undefined;
  const { subject, kept, erased } = value;
  const texts = ["chain", "at", "action", "actorKind", "previous", "hash"];
  const nullable = ["environment", "requestId", "traceId"];
  const known = new Set([...texts, ...nullable, "sequence", "subject", "erased", "kept"]);
  const right =
    Object.keys(value).every((name) => known.has(name)) &&
    texts.every((name) => isText(value[name])) &&
    nullable.every((name) => isTextOrNull(value[name])) &&
    Number.isSafeInteger(value["sequence"]) &&
    isObject(subject) &&
    isText(subject["kind"]) &&
    isTextOrNull(subject["key"]) &&
    (erased === null || (Array.isArray(erased) && erased.every(isErasure))) &&
    isObject(kept) &&
    isKept(kept["actor"]) &&
    isKept(kept["origin"]) &&
    isKept(kept["details"]) &&
    (kept["subject"] === null || isKept(kept["subject"]));
  return right ? (value as unknown as ChainEntry) : undefined;
}
