import { listDigest, type Sha256 } from "@guidon/engine/documents";
import type { HeldList } from "#app/platform/context.ts";

/** A list as it is kept in a file. */
export function writeListFile({ revision, count, digest, keys }: HeldList): string {
  return JSON.stringify({ revision, count, digest, keys: [...keys] });
}

/** Undefined for anything but a list whose digest is its own. */
export function readListFile(text: string, sha256: Sha256): HeldList | undefined {
  const found = parseCached(text);
  if (typeof found !== "object" || found === null) return undefined;
  const { revision, count, digest, keys } = found as Partial<Record<string, unknown>>;
  if (typeof revision !== "number" || typeof digest !== "string" || !Array.isArray(keys)) return undefined;
  if (!keys.every((key): key is string => typeof key === "string") || count !== keys.length) return undefined;
  return listDigest(keys, sha256) === digest
    ? { revision, count: keys.length, digest, keys: new Set(keys) }
    : undefined;
}

/** Undefined for what is no JSON. */
export function parseCached(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
