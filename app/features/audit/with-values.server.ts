import type { ChainEntry, Erasure, Kept } from "@guidon/audit";
import type { Queryable } from "#db/client.server.ts";
import { selectValues, type AuditRow } from "./audit-store.server.ts";

/** Entries with the values that their digests stand for, as they are exported and verified. */
export async function withValues(
  db: Queryable,
  chain: string,
  rows: readonly AuditRow[],
): Promise<ChainEntry[]> {
  const digests = rows.flatMap((row) => [
    ...[row.actorDigest, row.originDigest, row.detailsDigest],
    ...(row.subjectDigest === null ? [] : [row.subjectDigest]),
  ]);
  const values = new Map((await selectValues(db, chain, digests)).map((value) => [value.digest, value]));
  const keptOf = (digest: string): Kept => {
    const found = values.get(digest);
    // A value that is gone is told as one that does not fit: the verifier names the entry.
    return { digest, salt: found?.salt ?? "", value: found === undefined ? null : parsed(found.value) };
  };
  return rows.map((row) => ({
    chain: row.chain,
    sequence: row.sequence,
    at: row.at.toISOString(),
    action: row.action,
    environment: row.environment,
    subject: { kind: row.subjectKind, key: row.subjectKey },
    actorKind: row.actorKind,
    requestId: row.requestId,
    traceId: row.traceId,
    erased: row.erased as Erasure[] | null,
    previous: row.previous,
    hash: row.hash,
    kept: {
      actor: keptOf(row.actorDigest),
      origin: keptOf(row.originDigest),
      details: keptOf(row.detailsDigest),
      subject: row.subjectDigest === null ? null : keptOf(row.subjectDigest),
    },
  }));
}

/** Somebody may have written anything there; what is not JSON fits no digest. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
