import type { DocumentKind, Snapshot } from "@guidon/engine";
import { canonicalJson, makeSnapshot } from "@guidon/engine/documents";
import type { Transaction } from "#db/client.server.ts";
import { appendEntries } from "#app/features/audit/append-audit.server.ts";
import type { AuditDraft } from "#app/features/audit/audit-draft.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { announce, announceChanged } from "./announce.server.ts";
import {
  applyOperations,
  effectiveOperations,
  emptyParts,
  partsOf,
  type DocumentOperation,
  type SnapshotParts,
} from "./document-operation.ts";
import { applyRows } from "./apply-rows.ts";
import { findOverlap, type Overlap } from "./find-overlap.ts";
import { refuseNeeded } from "./refuse-needed.ts";
import { refuseProtected } from "./refuse-protected.ts";
import { refuseUnpublishable } from "./refuse-unpublishable.ts";
import {
  countEnvironments,
  findLayerKey,
  findPublication,
  insertPublication,
  lockEnvironments,
  selectDocuments,
  selectHeads,
  type DocumentRow,
  type EnvironmentHead,
} from "./publication-store.server.ts";
import { sha256 } from "./sha256.server.ts";

/** What `change` decided, while the environments were locked. */
export interface Decision<Result> {
  readonly result: Result;
  readonly environments: readonly {
    readonly environmentId: string;
    readonly operations: readonly DocumentOperation[];
  }[];
  readonly audit: readonly AuditDraft[];
}

export interface PublishInput<Result> {
  /** All that may be touched; locked in the order of their ids until the end of the transaction. */
  readonly environmentIds: readonly string[];
  /** Of a project where those must be all of its environments: refused where one came or went in this moment. */
  readonly allOf?: string;
  /** Before anything is locked, in the same transaction: for an environment that is only coming to be. */
  readonly prepare?: (tx: Transaction) => Promise<void>;
  readonly comment?: string;
  /** Takes a person out of the documents: passes a protected environment, since everybody else is served the same. */
  readonly erasure?: true;
  /** Goes all the way, with every refusal, and then takes everything back: the answer is what would have been. */
  readonly dryRun?: boolean | undefined;
  /** Reads and writes the nouns' own tables and says what follows for each environment. */
  readonly change: (tx: Transaction) => Promise<Decision<Result>>;
}

export interface Published<Result> {
  readonly result: Result;
  /** By environment id, the revision that holds the change: a new one, or the present one where nothing changed. */
  readonly revisions: ReadonlyMap<string, number>;
}

interface Outcome<Result> extends Published<Result> {
  /** Environments with a new revision. */
  readonly changed: readonly string[];
  /** Projects in which something changed and nothing was published. */
  readonly touched: readonly string[];
}

/**
 * The one gate through which anything enters an environment's snapshot. In one transaction: lock, decide, compile the
 * resulting snapshot and refuse it if it is not sound, take the next revision, append to the log and to the audit.
 * After the commit this process serves the new revision before the call returns, and the others are told.
 */
export async function publish<Result>(ctx: Context, input: PublishInput<Result>): Promise<Published<Result>> {
  const { changed, touched, ...published } = await transact(ctx.db, input.dryRun, (tx) =>
    decide(tx, ctx, input),
  );
  if (input.dryRun === true) return published;
  await announce(ctx, new Map([...published.revisions].filter(([id]) => changed.includes(id))));
  for (const projectId of touched) await announceChanged(ctx, projectId);
  return published;
}

async function decide<Result>(
  tx: Transaction,
  ctx: Context,
  input: PublishInput<Result>,
): Promise<Outcome<Result>> {
  await input.prepare?.(tx);
  const heads = await lockEnvironments(tx, input.environmentIds);
  const gone = heads.length < input.environmentIds.length;
  if (gone || (input.allOf !== undefined && (await countEnvironments(tx, input.allOf)) > heads.length))
    throw new Problem("version_conflict", {
      detail: "An environment came or went in this moment. Send the change again.",
    });
  const decision = await input.change(tx);
  const revisions = new Map(heads.map((head) => [head.id, head.revision]));
  const changed: string[] = [];
  for (const { environmentId, operations } of decision.environments) {
    const head = heads.find((locked) => locked.id === environmentId);
    if (head === undefined)
      throw new Error(`The environment ${environmentId} was changed without being locked.`);
    const { comment = "", erasure = false } = input;
    const revision = await appendRevision(tx, ctx, { head, operations, comment, erasure });
    if (revision === undefined) continue;
    revisions.set(environmentId, revision);
    changed.push(environmentId);
  }
  await appendEntries(tx, ctx, decision.audit);
  const audited = decision.audit.flatMap(({ projectId }) => projectId ?? []);
  const touched = changed.length > 0 ? [] : [...new Set(audited)];
  return { result: decision.result, revisions, changed, touched };
}

/** Undefined where the operations change nothing. */
async function appendRevision(
  tx: Transaction,
  ctx: Context,
  input: {
    head: EnvironmentHead;
    operations: readonly DocumentOperation[];
    comment: string;
    erasure: boolean;
  },
): Promise<number | undefined> {
  const { head } = input;
  const { parts: base, publishedAt: last } = await currentState(tx, ctx, head);
  const operations = effectiveOperations(base, input.operations);
  if (operations.length === 0) return undefined;
  if (head.protected && !input.erasure) refuseProtected(head.key, base, operations);

  const revision = head.revision + 1;
  // By the clocks of several processes a publication might be older than the one before it: what stood at a time would be
  // hard to say.
  const publishedAt = new Date(Math.max(ctx.now().getTime(), last));
  const parts = applyOperations(base, operations, revision);
  const [named] = await selectHeads(tx, [head.id]);
  const snapshot = makeSnapshot(
    { environment: named?.name ?? head.key, revision, publishedAt: publishedAt.toISOString(), ...parts },
    { sha256 },
  );
  refuseNeeded(snapshot, operations);
  refuseUnpublishable(snapshot, operations, base);
  await refuseOverlap(tx, head, findOverlap(snapshot, operations, base));
  await insertPublication(
    tx,
    {
      environmentId: head.id,
      revision,
      publishedAt,
      checksum: snapshot.checksum,
      flagCount: snapshot.counts.flags,
      segmentCount: snapshot.counts.segments,
      archivedCount: snapshot.counts.archived,
      comment: input.comment,
      actorName: ctx.actor.kind === "anonymous" ? "" : ctx.actor.name,
    },
    logRows(operations, snapshot),
  );
  return revision;
}

async function refuseOverlap(
  tx: Transaction,
  head: EnvironmentHead,
  found: Overlap | undefined,
): Promise<void> {
  if (found === undefined) return;
  const { flag, holder, seed, range } = found;
  const layer = (await findLayerKey(tx, head.projectId, seed)) ?? "a layer";
  const detail =
    range === null
      ? `In ${head.key}, "${flag}" and "${holder}" would draw from ${layer} by different attributes, so their users could not be told apart.`
      : `In ${head.key}, "${holder}" holds a part of ${layer} that "${flag}" would get, from ${range[0] / 1000} % to ${range[1] / 1000} %.`;
  throw new Problem("slice_taken", { detail, extra: { environment: head.key, holders: [{ flag: holder }] } });
}

/** What stands, and since when: from memory where this process serves exactly the locked revision, else from the log. */
async function currentState(
  tx: Transaction,
  ctx: Context,
  head: EnvironmentHead,
): Promise<{ parts: SnapshotParts; publishedAt: number }> {
  const live = ctx.snapshots.get(head.id);
  if (live !== undefined && live.revision === head.revision)
    return { parts: partsOf(live.snapshot), publishedAt: Date.parse(live.snapshot.publishedAt) };
  const rows = await selectDocuments(tx, { environmentId: head.id, from: 0, to: head.revision });
  const publication = await findPublication(tx, head.id, head.revision);
  return { parts: applyRows(emptyParts, rows), publishedAt: publication?.publishedAt.getTime() ?? 0 };
}

function logRows(operations: readonly DocumentOperation[], snapshot: Snapshot): DocumentRow[] {
  const { revision } = snapshot;
  const documents = {
    flag: new Map(snapshot.flags.map((document) => [document.key, document])),
    segment: new Map(snapshot.segments.map((document) => [document.key, document])),
  };
  const put = (kind: DocumentKind, key: string): DocumentRow => {
    const document = canonicalJson(documents[kind].get(key));
    return { kind, key, revision, document, tombstone: null };
  };
  return operations.map((operation) => {
    if ("archive" in operation)
      return { kind: "flag", key: operation.archive, revision, document: null, tombstone: "archived" };
    if ("remove" in operation) return { ...operation.remove, revision, document: null, tombstone: "removed" };
    return "kill" in operation ? put("flag", operation.kill) : put(operation.put, operation.document.key);
  });
}
