import type { DocumentKind, FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";
import { references } from "@guidon/engine/validate";

/** Snapshots share the documents that did not change, and a document never does: what it needs is looked up once. */
const known = new WeakMap<object, readonly string[]>();

/** By the key of a flag, the flags and segments of any of the snapshots that ask what it serves. */
export function neededFlags(snapshots: readonly Snapshot[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  const add = (kind: DocumentKind, document: FlagDocument | SegmentDocument) => {
    for (const key of needsOf(kind, document)) {
      const needing = all.get(key) ?? new Set();
      all.set(key, needing.add(`${kind} ${document.key}`));
    }
  };
  for (const { flags, segments } of snapshots) {
    for (const document of flags) add("flag", document);
    for (const document of segments) add("segment", document);
  }
  return all;
}

function needsOf(kind: DocumentKind, document: FlagDocument | SegmentDocument): readonly string[] {
  const present = known.get(document);
  if (present !== undefined) return present;
  const needs = references(kind, document).flatMap((need) => (need.kind === "flag" ? [need.key] : []));
  known.set(document, needs);
  return needs;
}
