/** @module Integrity and structure of snapshots and changes, for whoever publishes, carries or receives them. */
import { canonicalJson } from "./canonical-json.ts";
import { sha256 as ownSha256, type Sha256 } from "./sha256.ts";
import type {
  Change,
  Counts,
  Document,
  DocumentName,
  FlagDocument,
  SegmentDocument,
  Snapshot,
  Upsert,
} from "./types.ts";

export { canonicalJson } from "./canonical-json.ts";
export { changeKeys, listDigest, type ListDelta } from "./lists.ts";
export { unitAt } from "./path.ts";
export { sha256, type Sha256 } from "./sha256.ts";

export interface Hashing {
  /** A faster SHA-256, such as node:crypto's; the engine's own where absent. */
  readonly sha256?: Sha256;
}

/** One line of a checksum; an archived key enters with an empty digest, so that a lost tombstone is noticed too. */
export interface ChecksumLine {
  readonly kind: "flag" | "segment" | "archived";
  readonly key: string;
  readonly digest: string;
}

export type Verified =
  { readonly ok: true; readonly snapshot: Snapshot } | Refused<"format" | "counts" | "checksum">;
export type Applied =
  { readonly ok: true; readonly snapshot: Snapshot } | Refused<"base" | "format" | "counts" | "checksum">;
export interface Refused<Why extends string> {
  readonly ok: false;
  readonly reason: Why;
  /** A sentence for a log. */
  readonly problem: string;
}

/** What a snapshot is made of; the rest follows from it. */
export type SnapshotParts = Omit<Snapshot, "format" | "counts" | "checksum">;

/** The SHA-256 of a document's canonical JSON, in hexadecimal. */
export const documentDigest = (document: Document, sha256: Sha256 = ownSha256): string =>
  sha256(canonicalJson(document));

/** `sha256:` and the SHA-256 of the lines `kind \0 key \0 digest`, sorted by UTF-16 code units and joined by line feeds. */
export function checksum(lines: Iterable<ChecksumLine>, sha256: Sha256 = ownSha256): string {
  return sumOf(
    Array.from(lines, ({ kind, key, digest }) => `${kind}\0${key}\0${digest}`),
    sha256,
  );
}

const sumOf = (lines: string[], sha256: Sha256 = ownSha256): string =>
  `sha256:${sha256(lines.sort().join("\n"))}`;

/** A snapshot of these parts, sorted, with its counts and checksum. */
export function makeSnapshot(parts: SnapshotParts, { sha256 }: Hashing = {}): Snapshot {
  return sealed(parts, (document) => documentDigest(document, sha256), sha256);
}

/** The change that makes `to` out of `from`. */
export function makeChange(from: Snapshot, to: Snapshot): Change {
  const archivedBefore = new Set(from.archived);
  const archivedAfter = new Set(to.archived);
  const { format, environment, publishedAt, counts, checksum } = to;
  return {
    ...{ format, environment, from: from.revision, to: to.revision, publishedAt },
    upsert: [
      ...changed(from.flags, to.flags).map((document): Upsert => ({ kind: "flag", document })),
      ...changed(from.segments, to.segments).map((document): Upsert => ({ kind: "segment", document })),
    ],
    remove: [
      ...gone(from.flags, to.flags).map((key): DocumentName => ({ kind: "flag", key })),
      ...gone(from.segments, to.segments).map((key): DocumentName => ({ kind: "segment", key })),
    ],
    archived: {
      add: to.archived.filter((key) => !archivedBefore.has(key)),
      remove: from.archived.filter((key) => !archivedAfter.has(key)),
    },
    ...{ counts, checksum },
  };
}

/** Accepts a snapshot whole or refuses it whole: its shape, order and counts, then its checksum. Never throws. */
export function verify(candidate: unknown, { sha256 }: Hashing = {}): Verified {
  try {
    const problem = misshapen(candidate);
    if (problem) return refused("format", problem);
    const snapshot = candidate as Snapshot;
    return against(snapshot, sha256);
  } catch (error) {
    return refused("format", `The snapshot cannot be read: ${String(error)}`);
  }
}

/** The snapshot after a change, or why it cannot be had: then fetch the whole. `base` must have been verified. Never throws. */
export function applyChange(base: Snapshot, change: Change, { sha256 }: Hashing = {}): Applied {
  try {
    if (change.format !== 1)
      return refused("format", "This change is of a format that this engine does not read.");
    if (change.environment !== base.environment || change.from !== base.revision)
      return refused(
        "base",
        `The change starts from ${change.environment} ${change.from}, not ${base.environment} ${base.revision}.`,
      );
    if (!(Number.isSafeInteger(change.to) && change.to > change.from))
      return refused("format", "The change does not lead to a later revision.");
    recall(base);
    const documents = {
      flag: new Map<string, Document>(base.flags.map((flag) => [flag.key, flag])),
      segment: new Map<string, Document>(base.segments.map((segment) => [segment.key, segment])),
    };
    for (const { kind, key } of change.remove) documents[kind].delete(key);
    for (const { kind, document } of change.upsert) documents[kind].set(document.key, document);
    const archived = new Set([...base.archived, ...change.archived.add]);
    for (const key of change.archived.remove) archived.delete(key);
    const next = sealed(
      {
        ...{ environment: base.environment, revision: change.to, publishedAt: change.publishedAt },
        flags: [...documents.flag.values()] as FlagDocument[],
        segments: [...documents.segment.values()] as SegmentDocument[],
        archived: [...archived],
      },
      (document) => receivedDigest(document, sha256),
      sha256,
    );
    const problem = misshapen(next);
    return problem ? refused("format", problem) : compared(next, change, next.checksum);
  } catch (error) {
    return refused("format", `The change cannot be read: ${String(error)}`);
  }
}

/** Digests of documents that arrived whole: these are not edited, and most of them outlive many changes. */
const received = /* @__PURE__ */ new WeakMap<Document, string>();
/** The same by snapshot, in the order of its flags and segments, until a change asks for them. */
const written = /* @__PURE__ */ new WeakMap<Snapshot, readonly string[]>();

function receivedDigest(document: Document, sha256?: Sha256): string {
  let digest = received.get(document);
  if (digest === undefined) received.set(document, (digest = documentDigest(document, sha256)));
  return digest;
}

/** Knows the documents of a snapshot that was verified by what they were then. */
function recall(snapshot: Snapshot): void {
  const digests = written.get(snapshot) ?? [];
  const documents: readonly Document[] = [...snapshot.flags, ...snapshot.segments];
  for (let i = 0; i < digests.length; i++) received.set(documents[i]!, digests[i]!);
  written.delete(snapshot);
}

type Digest = (document: Document) => string;

function sealed(parts: SnapshotParts, digest: Digest, sha256?: Sha256): Snapshot {
  const { environment, revision, publishedAt } = parts;
  const flags = [...parts.flags].sort(byKey);
  const segments = [...parts.segments].sort(byKey);
  const archived = [...parts.archived].sort();
  return {
    ...{ format: 1, environment, revision, publishedAt },
    counts: { flags: flags.length, segments: segments.length, archived: archived.length },
    checksum: sumOf(linesOf({ flags, segments, archived }, digest), sha256),
    ...{ flags, segments, archived },
  };
}

function linesOf(parts: Pick<Snapshot, "flags" | "segments" | "archived">, digest: Digest): string[] {
  const lines: string[] = [];
  for (const flag of parts.flags) lines.push(`flag\0${flag.key}\0${digest(flag)}`);
  for (const segment of parts.segments) lines.push(`segment\0${segment.key}\0${digest(segment)}`);
  for (const key of parts.archived) lines.push(`archived\0${key}\0`);
  return lines;
}

/**
 * Documents mostly travel in their canonical form, so they are first taken at their word: only if these digests add up to the checksum were they the
 * publisher's, too.
 */
function against(snapshot: Snapshot, sha256: Sha256 = ownSha256): Verified {
  const digests: string[] = [];
  const asWritten = linesOf(snapshot, (document) => {
    const digest = sha256(JSON.stringify(document));
    digests.push(digest);
    return digest;
  });
  if (sumOf(asWritten, sha256) === snapshot.checksum) {
    written.set(snapshot, digests);
    return compared(snapshot, snapshot, snapshot.checksum);
  }
  const canonical = linesOf(snapshot, (document) => receivedDigest(document, sha256));
  return compared(snapshot, snapshot, sumOf(canonical, sha256));
}

function compared(
  snapshot: Snapshot,
  expected: { counts: Counts; checksum: string },
  actual: string,
): Verified {
  for (const name of ["flags", "segments", "archived"] as const)
    if (expected.counts?.[name] !== snapshot[name].length)
      return refused(
        "counts",
        `There are ${snapshot[name].length} ${name}, and ${expected.counts?.[name]} were announced.`,
      );
  if (actual !== expected.checksum)
    return refused("checksum", `The documents have ${actual}, and ${expected.checksum} was announced.`);
  return { ok: true, snapshot };
}

function misshapen(candidate: unknown): string | undefined {
  if (!isObject(candidate)) return "A snapshot is a JSON object.";
  if (candidate["format"] !== 1) return "This snapshot is of a format that this engine does not read.";
  if (typeof candidate["environment"] !== "string") return "`environment` is not a string.";
  if (!Number.isSafeInteger(candidate["revision"])) return "`revision` is not an integer.";
  if (typeof candidate["publishedAt"] !== "string") return "`publishedAt` is not a string.";
  for (const name of ["flags", "segments", "archived"] as const) {
    const items = candidate[name];
    if (!Array.isArray(items)) return `\`${name}\` is not an array.`;
    let last: string | undefined;
    for (const item of items as unknown[]) {
      const key = name === "archived" ? item : isObject(item) ? item["key"] : undefined;
      if (typeof key !== "string") return `\`${name}\` has an entry without a key.`;
      if (last !== undefined && key <= last)
        return `\`${name}\` is not sorted by key, each once: ${key} comes after ${last}.`;
      last = key;
    }
  }
  return undefined;
}

function changed<T extends Document>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Map(before.map((document) => [document.key, document]));
  return after.filter((document) => {
    const old = known.get(document.key);
    return old !== document && (old === undefined || canonicalJson(old) !== canonicalJson(document));
  });
}

function gone(before: readonly Document[], after: readonly Document[]): string[] {
  const left = new Set(after.map(({ key }) => key));
  return before.map(({ key }) => key).filter((key) => !left.has(key));
}

const byKey = (a: Document, b: Document): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const refused = <Why extends string>(reason: Why, problem: string): Refused<Why> => ({
  ok: false,
  reason,
  problem,
});
