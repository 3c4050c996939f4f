import { digestOf, type Erasure } from "@guidon/audit";
import { canonicalJson } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { redactor, type ErasedPerson } from "#app/platform/eraser.ts";
import {
  lockAllChains,
  replaceValues,
  selectTokenDetails,
  selectValuesOf,
  type ValueRow,
} from "./audit-store.server.ts";
import { wordsOf } from "./audit-values.ts";

/**
 * Puts something else in the place of what the audit holds about a person; each chain is to get an entry with what is
 * given back for it. Locks the ends of all chains, so it comes after everything that waits for something else.
 */
export async function eraseFromAudit(
  tx: Transaction,
  ctx: Context,
  person: ErasedPerson,
): Promise<ReadonlyMap<string, readonly Erasure[]>> {
  await lockAllChains(tx);
  const redact = redactor(person);
  const erased = new Map<string, Erasure[]>();
  const replaced: ValueRow[] = [];
  const ofTokens = await selectTokenDetails(tx, person.holders);
  for (const row of await selectValuesOf(tx, person, ofTokens)) {
    const ofToken = row.kind === "details" && ofTokens.includes(row.digest);
    const value = canonicalJson(ofToken ? nothing : without(row, person, redact));
    if (value === row.value && !person.holders.includes(row.holder)) continue;
    const salt = ctx.newSecret();
    replaced.push({ ...row, salt, value, holder: "", erasedAt: ctx.now() });
    const ofChain = erased.get(row.chain) ?? [];
    ofChain.push({ from: row.digest, to: digestOf(salt, value) });
    erased.set(row.chain, ofChain);
  }
  await replaceValues(
    tx,
    replaced.map((row) => ({ ...row, words: wordsOf(JSON.parse(row.value)) })),
  );
  return erased;
}

/** What people call their own tokens may be anything, and is theirs. */
const nothing = { summary: "[erased]", changes: [], comment: "" };

function without(row: ValueRow, person: ErasedPerson, redact: (text: string) => string): unknown {
  const theirs = person.holders.includes(row.holder);
  if (theirs && row.kind === "actor") return { id: null, name: "erased person", email: null, token: null };
  if (theirs && row.kind === "origin") return { address: null, userAgent: null };
  return redacted(JSON.parse(row.value), redact);
}

function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((each) => redacted(each, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redacted(each, redact)]));
}
