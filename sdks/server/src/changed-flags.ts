import type { FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";

type Document = FlagDocument | SegmentDocument;

/**
 * The keys of all flags whose answers may differ between two snapshots, sorted: those whose documents differ, appeared
 * or went, and those that look at such a flag or segment, however many steps away.
 */
export function changedFlags(before: Snapshot | undefined, after: Snapshot): string[] {
  if (before === undefined) return after.flags.map((flag) => flag.key);
  const flags = new Set(differing(before.flags, after.flags));
  for (const key of exclusive(before.archived, after.archived)) flags.add(key);
  const segments = new Set(differing(before.segments, after.segments));
  return reach(after, flags, segments);
}

/** The keys of all flags that look at one of these segments, however many steps away, sorted. */
export function flagsLookingAt(snapshot: Snapshot, segments: Iterable<string>): string[] {
  return reach(snapshot, new Set(), new Set(segments));
}

/** The given flags and all others that look at one of them, or at one of the segments. Extends both sets. */
function reach(after: Snapshot, flags: Set<string>, segments: Set<string>): string[] {
  if (flags.size === 0 && segments.size === 0) return [];
  const looks = after.flags.map((flag) => ({
    key: flag.key,
    at: lookedAtBy(flag.prerequisites, flag.rules),
  }));
  const segmentLooks = after.segments.map((segment) => ({ key: segment.key, at: lookedAtBy(segment.rules) }));
  // Each pass goes one step further along the dependencies; the graph has no cycles that serve anything, and a set
  // that stops growing ends the walk even where it has.
  for (let size = -1; size !== flags.size + segments.size;) {
    size = flags.size + segments.size;
    for (const { key, at } of segmentLooks) if (touches(at, flags, segments)) segments.add(key);
    for (const { key, at } of looks) if (touches(at, flags, segments)) flags.add(key);
  }
  return [...flags].sort();
}

interface LookedAt {
  flags: string[];
  segments: string[];
}

function touches(at: LookedAt, flags: ReadonlySet<string>, segments: ReadonlySet<string>): boolean {
  return at.flags.some((key) => flags.has(key)) || at.segments.some((key) => segments.has(key));
}

// Walks plain JSON rather than typed conditions: a document of a newer engine level is quarantined, but still listed
// here, and may have any shape. Taking too much for a reference only names a flag more.
function lookedAtBy(...parts: unknown[]): LookedAt {
  const at: LookedAt = { flags: [], segments: [] };
  for (let node = parts.pop(); parts.length > 0 || node !== undefined; node = parts.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if ("segment" in node && typeof node.segment === "string") at.segments.push(node.segment);
    if ("flag" in node && typeof node.flag === "string") at.flags.push(node.flag);
    for (const value of Object.values(node)) if (typeof value === "object") parts.push(value);
  }
  return at;
}

/**
 * Whether two snapshots can be of one history: there, a document at a revision is the same document for ever. The
 * engine relies on that when it takes over what it compiled before.
 */
export function haveOneHistory(before: Snapshot, after: Snapshot): boolean {
  if (before.environment !== after.environment) return false;
  return keepTheirRevisions(before.flags, after.flags) && keepTheirRevisions(before.segments, after.segments);
}

function keepTheirRevisions(before: readonly Document[], after: readonly Document[]): boolean {
  const old = new Map(before.map((document) => [document.key, document]));
  return after.every((document) => {
    const was = old.get(document.key);
    return was?.revision !== document.revision || !differ(was, document);
  });
}

// Unchanged documents of an applied change are the same objects; a fresh snapshot brings equal copies.
function differ(before: Document | undefined, after: Document): boolean {
  if (before === after) return false;
  return before?.revision !== after.revision || JSON.stringify(before) !== JSON.stringify(after);
}

function differing(before: readonly Document[], after: readonly Document[]): string[] {
  const old = new Map(before.map((document) => [document.key, document]));
  const keys = after
    .filter((document) => differ(old.get(document.key), document))
    .map((document) => document.key);
  for (const { key } of after) old.delete(key);
  return [...keys, ...old.keys()];
}

function exclusive(before: readonly string[], after: readonly string[]): string[] {
  const was = new Set(before);
  const is = new Set(after);
  return [...before.filter((key) => !is.has(key)), ...after.filter((key) => !was.has(key))];
}
