import { canonicalJson } from "@guidon/engine/documents";
import { digestOf, genesis, hashOf, type ChainEntry, type Erasure, type Kept } from "./entry.ts";

export const keep = (value: unknown, salt = "salt"): Kept => ({
  digest: digestOf(salt, canonicalJson(value)),
  salt,
  value,
});

/** The same entry with a hash that fits. */
export function sealed(entry: Omit<ChainEntry, "hash">): ChainEntry {
  return { ...entry, hash: hashOf({ ...entry, hash: "" }) };
}

/** A chain of that many entries; one may say that something was erased. */
export function makeChain(
  length: number,
  erasures: Readonly<Record<number, readonly Erasure[]>> = {},
): ChainEntry[] {
  const entries: ChainEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    entries.push(
      sealed({
        chain: "chain",
        sequence,
        at: "2026-11-20T10:00:00.000Z",
        action: "flag.changed",
        environment: null,
        subject: { kind: "flag", key: "dark-mode" },
        actorKind: "user",
        requestId: null,
        traceId: null,
        erased: erasures[sequence] ?? null,
        previous: entries.at(-1)?.hash ?? genesis,
        kept: {
          actor: keep({ name: "Ann" }),
          origin: keep({ address: "192.0.2.7" }),
          details: keep({ summary: `Change ${sequence}` }),
          subject: null,
        },
      }),
    );
  }
  return entries;
}
