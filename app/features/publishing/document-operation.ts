import type { DocumentName, FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";
import { canonicalJson } from "@guidon/engine/documents";

/** What a use case asks of `publish`. The revision inside a document is set by the publishing itself. */
export type DocumentOperation =
  | { readonly put: "flag"; readonly document: FlagDocument }
  | { readonly put: "segment"; readonly document: SegmentDocument }
  | { readonly archive: string }
  | { readonly remove: DocumentName };

export interface SnapshotParts {
  readonly flags: readonly FlagDocument[];
  readonly segments: readonly SegmentDocument[];
  readonly archived: readonly string[];
}

/** Leaves out what would change nothing, so that saving the same thing twice makes no revision. */
export function effectiveOperations(
  base: SnapshotParts,
  operations: readonly DocumentOperation[],
): DocumentOperation[] {
  return operations.filter((operation) => {
    if ("archive" in operation) return !base.archived.includes(operation.archive);
    if ("remove" in operation) return documentsOf(base, operation.remove.kind).has(operation.remove.key);
    const present = documentsOf(base, operation.put).get(operation.document.key);
    return present === undefined || !sameContent(present, operation.document);
  });
}

/** The parts of the snapshot that the operations lead to, each document carrying `revision` as its own. */
export function applyOperations(
  base: SnapshotParts,
  operations: readonly DocumentOperation[],
  revision: number,
): SnapshotParts {
  const flags = new Map(base.flags.map((flag) => [flag.key, flag]));
  const segments = new Map(base.segments.map((segment) => [segment.key, segment]));
  const archived = new Set(base.archived);
  for (const operation of operations) {
    if ("archive" in operation) {
      flags.delete(operation.archive);
      archived.add(operation.archive);
    } else if ("remove" in operation) {
      (operation.remove.kind === "flag" ? flags : segments).delete(operation.remove.key);
      if (operation.remove.kind === "flag") archived.delete(operation.remove.key);
    } else if (operation.put === "flag") {
      flags.set(operation.document.key, { ...operation.document, revision });
      archived.delete(operation.document.key);
    } else {
      segments.set(operation.document.key, { ...operation.document, revision });
    }
  }
  return { flags: [...flags.values()], segments: [...segments.values()], archived: [...archived] };
}

export const emptyParts: SnapshotParts = { flags: [], segments: [], archived: [] };

export function partsOf(snapshot: Snapshot): SnapshotParts {
  return { flags: snapshot.flags, segments: snapshot.segments, archived: snapshot.archived };
}

function documentsOf(
  base: SnapshotParts,
  kind: "flag" | "segment",
): Map<string, FlagDocument | SegmentDocument> {
  const documents: readonly (FlagDocument | SegmentDocument)[] = kind === "flag" ? base.flags : base.segments;
  return new Map(documents.map((document) => [document.key, document]));
}

function sameContent(a: FlagDocument | SegmentDocument, b: FlagDocument | SegmentDocument): boolean {
  return canonicalJson({ ...a, revision: 0 }) === canonicalJson({ ...b, revision: 0 });
}
