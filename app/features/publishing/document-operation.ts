import type { DocumentName, FlagDocument, Kill, SegmentDocument, Snapshot } from "@guidon/engine";
import { canonicalJson } from "@guidon/engine/documents";
import { sameJson } from "#app/platform/same-json.ts";

/** What a use case asks of `publish`. The revision inside a document is set by the publishing itself. */
export type DocumentOperation =
  | { readonly put: "flag"; readonly document: FlagDocument }
  | { readonly put: "segment"; readonly document: SegmentDocument }
  /** Sets the layer above a published flag, or (null) takes it away, and leaves what lies beneath as it was published. */
  | { readonly kill: string; readonly layer: Kill | null }
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
  const flags = byKey(base.flags);
  const segments = byKey(base.segments);
  const archived = new Set(base.archived);
  return operations.filter((operation) => {
    if ("kill" in operation) return !sameJson(flags.get(operation.kill)?.kill ?? null, operation.layer);
    if ("archive" in operation) return !archived.has(operation.archive);
    if ("remove" in operation) {
      const { kind, key } = operation.remove;
      return kind === "segment" ? segments.has(key) : flags.has(key) || archived.has(key);
    }
    const present = (operation.put === "flag" ? flags : segments).get(operation.document.key);
    return present === undefined || !sameContent(present, operation.document);
  });
}

/** The parts of the snapshot that the operations lead to, each document carrying `revision` as its own. */
export function applyOperations(
  base: SnapshotParts,
  operations: readonly DocumentOperation[],
  revision: number,
): SnapshotParts {
  const flags = byKey(base.flags);
  const segments = byKey(base.segments);
  const archived = new Set(base.archived);
  for (const operation of operations) {
    if ("kill" in operation) {
      flags.set(operation.kill, { ...killed(flags.get(operation.kill), operation), revision });
    } else if ("archive" in operation) {
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

function killed(
  flag: FlagDocument | undefined,
  { kill: key, layer }: { kill: string; layer: Kill | null },
): FlagDocument {
  if (flag === undefined) throw new Error(`The flag ${key} is not published, so it cannot be killed.`);
  const { kill: _, ...beneath } = flag;
  return layer === null ? beneath : { ...beneath, kill: layer };
}

function byKey<Document extends { readonly key: string }>(
  documents: readonly Document[],
): Map<string, Document> {
  return new Map(documents.map((document) => [document.key, document]));
}

function sameContent(a: FlagDocument | SegmentDocument, b: FlagDocument | SegmentDocument): boolean {
  return canonicalJson({ ...a, revision: 0 }) === canonicalJson({ ...b, revision: 0 });
}
