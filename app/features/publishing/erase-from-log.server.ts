import { setImmediate as breathe } from "node:timers/promises";
import { canonicalJson, checksum, type ChecksumLine } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { redactor, type Erased, type ErasedPerson } from "#app/platform/eraser.ts";
import { withoutPerson } from "./without-person.ts";
import {
  selectLogWith,
  selectPublicationsOf,
  selectWholeLog,
  updateChecksums,
  updateLogged,
  updatePublication,
} from "./erasure-store.server.ts";
import { sha256 } from "./sha256.server.ts";

/**
 * Replaces a person's keys in every revision of the publication log, whose checksums follow. What is served now must not
 * hold them any more: whoever serves a revision is not told that it was rewritten.
 */
export async function eraseFromLog(
  tx: Transaction,
  _: Context,
  person: ErasedPerson,
): Promise<readonly Erased[]> {
  const rows = await selectLogWith(tx, person.keys);
  const changed = rows.flatMap((row) => {
    const document = canonicalJson(withoutPerson(JSON.parse(row.document), person));
    return document === row.document ? [] : [{ ...row, document }];
  });
  await updateLogged(tx, changed);
  const first = new Map<string, number>();
  for (const { environmentId, revision } of changed) {
    first.set(environmentId, Math.min(first.get(environmentId) ?? revision, revision));
  }
  for (const [environmentId, revision] of first) await sealAnew(tx, environmentId, revision);
  const words = await eraseWords(tx, person);
  return [
    { what: "published documents", count: changed.length },
    { what: "publications", count: words },
  ];
}

/** Goes through the log once and corrects the checksum of each revision from the first that changed. */
async function sealAnew(tx: Transaction, environmentId: string, from: number): Promise<void> {
  const lines = new Map<string, ChecksumLine>();
  const checksums: { environmentId: string; revision: number; checksum: string }[] = [];
  const log = await selectWholeLog(tx, environmentId);
  for (const [index, { kind, key, revision, document, tombstone }] of log.entries()) {
    const name = `${kind}\0${key}`;
    if (document !== null) lines.set(name, { kind, key, digest: sha256(document) });
    else if (tombstone === "archived") lines.set(name, { kind: "archived", key, digest: "" });
    else lines.delete(name);
    if (log[index + 1]?.revision === revision || revision < from) continue;
    checksums.push({ environmentId, revision, checksum: checksum(lines.values(), sha256) });
    // Evaluations go on meanwhile.
    if (checksums.length % 20 === 0) await breathe();
  }
  await updateChecksums(tx, checksums);
}

async function eraseWords(tx: Transaction, person: ErasedPerson): Promise<number> {
  const redact = redactor(person);
  let count = 0;
  for (const row of await selectPublicationsOf(tx, person)) {
    const actorName = person.names.includes(row.actorName) ? "erased person" : redact(row.actorName);
    const comment = redact(row.comment);
    if (actorName === row.actorName && comment === row.comment) continue;
    await updatePublication(tx, { ...row, actorName, comment });
    count += 1;
  }
  return count;
}
