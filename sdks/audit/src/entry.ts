import { createHash } from "node:crypto";
import { canonicalJson } from "@guidon/engine/documents";

/**
 * A value that can be erased. The chain commits to `digest`; salt and value stand beside it. After an erasure they are
 * those of what was put in its place, and a later entry of the chain says so.
 */
export interface Kept {
  readonly digest: string;
  readonly salt: string;
  readonly value: unknown;
}

/** One value that was erased: what the chain commits to, and the digest of what stands there since. */
export interface Erasure {
  readonly from: string;
  readonly to: string;
}

/** An entry as it is exported: what its hash is made of, and the values that the digests stand for. */
export interface ChainEntry {
  readonly chain: string;
  /** 1, 2, 3 … within the chain, without gaps. */
  readonly sequence: number;
  /** RFC 3339 with milliseconds, UTC. */
  readonly at: string;
  readonly action: string;
  readonly environment: string | null;
  readonly subject: {
    readonly kind: string;
    /** Null where the key is personal: it is in `kept`. */
    readonly key: string | null;
  };
  readonly actorKind: string;
  readonly requestId: string | null;
  readonly traceId: string | null;
  /** Only in the entry of an erasure. */
  readonly erased: readonly Erasure[] | null;
  /** The hash of the entry before; of the first, `genesis`. */
  readonly previous: string;
  readonly hash: string;
  readonly kept: {
    readonly actor: Kept;
    readonly origin: Kept;
    readonly details: Kept;
    readonly subject: Kept | null;
  };
}

/** What the first entry of a chain follows. */
export const genesis = "0".repeat(64);

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** The digest of a value in canonical form (RFC 8785), salted so that nobody finds the value by trying. */
export function digestOf(salt: string, value: string): string {
  return sha256(`${salt}\n${value}`);
}

/** The same for a value that is not in canonical form yet. */
export function keptDigest({ salt, value }: Pick<Kept, "salt" | "value">): string {
  return digestOf(salt, canonicalJson(value));
}

/** What of an entry its hash is made of: all but the hash, with digests in place of the values. */
export interface HashedEntry extends Omit<ChainEntry, "hash" | "kept"> {
  readonly digests: {
    readonly actor: string;
    readonly origin: string;
    readonly details: string;
    readonly subject: string | null;
  };
}

/** SHA-256 of the canonical form; sequence and previous hash are part of it, so an entry fits in one place only. */
export function entryHash(entry: HashedEntry): string {
  const { chain, sequence, at, action, environment, subject, actorKind, requestId, traceId } = entry;
  const { erased, previous, digests } = entry;
  return sha256(
    canonicalJson({
      ...{ version: 1, chain, sequence, at, action, environment, subject, actorKind, requestId, traceId },
      ...{ erased, previous, digests },
    }),
  );
}

/** The hash that an exported entry should have. */
export function hashOf(entry: ChainEntry): string {
  const { actor, origin, details, subject } = entry.kept;
  return entryHash({
    ...entry,
    digests: {
      actor: actor.digest,
      origin: origin.digest,
      details: details.digest,
      subject: subject?.digest ?? null,
    },
  });
}
