import { createHash } from "node:crypto";

/** Handed to the engine, whose own pure digest is slower: hexadecimal SHA-256 of UTF-8 text. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
