import { createHash, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { canonicalJson } from "@guidon/engine/documents";

/** A signed statement of how far a chain had come, to be kept where nobody who can write to the database can. */
export interface Checkpoint {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The id of the key that signed it. */
  readonly key: string;
  /** Ed25519 over the canonical form of the rest, in base64url. */
  readonly signature: string;
}

const signed = ({ chain, sequence, hash, at, key }: Omit<Checkpoint, "signature">): Buffer =>
  Buffer.from(canonicalJson({ version: 1, chain, sequence, hash, at, key }));

export function signCheckpoint(statement: Omit<Checkpoint, "signature">, privateKey: KeyObject): Checkpoint {
  return { ...statement, signature: sign(null, signed(statement), privateKey).toString("base64url") };
}

/** Whether the key made this signature; false also for what is no key. */
export function isSigned(checkpoint: Checkpoint, publicKey: string): boolean {
  try {
    const key = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x: publicKey } });
    return verify(null, signed(checkpoint), key, Buffer.from(checkpoint.signature, "base64url"));
  } catch {
    return false;
  }
}

/** What a public key is called: the beginning of its digest. `publicKey` is its 32 bytes in base64url. */
export function keyIdOf(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex").slice(0, 16);
}

/** A checkpoint out of what somebody else wrote; undefined for what is none. */
export function readCheckpoint(value: unknown): Checkpoint | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const texts = ["chain", "hash", "at", "key", "signature"];
  if (!texts.every((name) => typeof members[name] === "string")) return undefined;
  return Number.isSafeInteger(members["sequence"]) ? (value as Checkpoint) : undefined;
}
