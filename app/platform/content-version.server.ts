import { createHash } from "node:crypto";
import { canonicalJson } from "@guidon/engine/documents";

/** A version of what counts no versions: the same content has the same one, and another content has another. */
export function contentVersion(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 16);
}
