import { digestOf, entryHash, genesis } from "@guidon/audit";
import { canonicalJson } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { AuditDraft } from "./audit-draft.ts";
import { valuesOf, wordsOf, type PersonalValue } from "./audit-values.ts";
import { chainOf } from "./chain.ts";
import {
  findValues,
  insertAuditEntries,
  insertValues,
  lockChain,
  selectEnvironmentKeys,
  updateChain,
  type NewValue,
} from "./audit-store.server.ts";

export type { AuditDraft } from "./audit-draft.ts";

/**
 * Part of the transaction that makes the change: no change without its entry, no entry without its change. To be called
 * last: it locks the end of the chain until the transaction ends, and whoever holds that may wait for nothing else.
 */
export async function appendAudit(tx: Transaction, ctx: Context, draft: AuditDraft): Promise<void> {
  await appendEntries(tx, ctx, [draft]);
}

/** Several at once, in their order; chains are locked in the order of their ids. */
export async function appendEntries(
  tx: Transaction,
  ctx: Context,
  drafts: readonly AuditDraft[],
): Promise<void> {
  const chains = Map.groupBy(drafts, ({ projectId }) => chainOf(projectId));
  for (const chain of [...chains.keys()].sort()) {
    await appendToChain(tx, ctx, { chain, drafts: chains.get(chain) ?? [] });
  }
}

async function appendToChain(
  tx: Transaction,
  ctx: Context,
  { chain, drafts }: { chain: string; drafts: readonly AuditDraft[] },
): Promise<void> {
  const keys = await selectEnvironmentKeys(
    tx,
    drafts.flatMap(({ environmentId }) => environmentId ?? []),
  );
  const values = drafts.map((draft) => valuesOf(draft, ctx));
  const digests = await keepValues(tx, ctx, { chain, values: values.flatMap((each) => Object.values(each)) });
  let { sequence, hash } = await lockChain(tx, { id: chain, sequence: 0, hash: genesis });
  const rows = drafts.map((draft, index) => {
    const { actor, origin, details, subject } = values[index] ?? valuesOf(draft, ctx);
    const at = ctx.now();
    const previous = hash;
    sequence += 1;
    const entry = {
      chain,
      sequence,
      action: draft.action,
      environment: draft.environmentId === undefined ? null : (keys.get(draft.environmentId) ?? null),
      actorKind: draft.actor?.kind ?? ctx.actor.kind,
      requestId: ctx.origin.requestId,
      traceId: ctx.origin.traceId,
      erased: draft.erased ?? null,
      previous,
    };
    const of = {
      actor: digests(actor),
      origin: digests(origin),
      details: digests(details),
      subject: subject === undefined ? null : digests(subject),
    };
    const { kind, key } = draft.subject;
    const subjectKey = subject === undefined ? key : null;
    hash = entryHash({ ...entry, at: at.toISOString(), subject: { kind, key: subjectKey }, digests: of });
    return {
      ...{ ...entry, at, hash, subjectKind: kind, subjectKey },
      ...{ actorDigest: of.actor, originDigest: of.origin, detailsDigest: of.details },
      subjectDigest: of.subject,
    };
  });
  await insertAuditEntries(tx, rows);
  await updateChain(tx, { id: chain, sequence, hash });
}

/** The digest of each value. Who acts and from where is kept once, or a few times where several begin at once. */
async function keepValues(
  tx: Transaction,
  ctx: Context,
  { chain, values }: { chain: string; values: readonly (PersonalValue | undefined)[] },
): Promise<(value: PersonalValue) => string> {
  const nameOf = (value: { kind: string; holder: string }, text: string) =>
    `${value.kind} ${value.holder} ${text}`;
  const wanted = new Map<string, Omit<NewValue, "digest" | "salt">>();
  for (const value of values) {
    if (value === undefined) continue;
    const text = canonicalJson(value.value);
    const { kind, holder } = value;
    wanted.set(nameOf(value, text), { chain, kind, holder, value: text, words: wordsOf(value.value) });
  }
  const shared = [...wanted.values()].filter(({ kind }) => kind !== "details");
  const digests = new Map((await findValues(tx, shared)).map((row) => [nameOf(row, row.value), row.digest]));
  const fresh: NewValue[] = [];
  for (const [name, value] of wanted) {
    if (digests.has(name)) continue;
    const salt = ctx.newSecret();
    const digest = digestOf(salt, value.value);
    digests.set(name, digest);
    fresh.push({ ...value, salt, digest });
  }
  if (fresh.length > 0) await insertValues(tx, fresh);
  return (value) => {
    const digest = digests.get(nameOf(value, canonicalJson(value.value)));
    if (digest === undefined) throw new Error("A value of an entry was not kept.");
    return digest;
  };
}
