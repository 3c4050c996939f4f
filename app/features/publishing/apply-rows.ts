import type { DocumentKind, FlagDocument, SegmentDocument } from "@guidon/engine";
import type { SnapshotParts } from "./document-operation.ts";

/** The last word of the publication log on one document, over some range of revisions. */
export interface LoggedDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  /** RFC 8785 text; null where the document left the environment. */
  readonly document: string | null;
  readonly tombstone: "archived" | "removed" | null;
}

/** Lays what the log says of a range of revisions over what stood before it. */
export function applyRows(base: SnapshotParts, rows: readonly LoggedDocument[]): SnapshotParts {
  const flags = new Map(base.flags.map((flag) => [flag.key, flag]));
  const segments = new Map(base.segments.map((segment) => [segment.key, segment]));
  const archived = new Set(base.archived);
  for (const row of rows) {
    if (row.kind === "segment") {
      if (row.document === null) segments.delete(row.key);
      else segments.set(row.key, JSON.parse(row.document) as SegmentDocument);
      continue;
    }
    archived.delete(row.key);
    if (row.document === null) flags.delete(row.key);
    else flags.set(row.key, JSON.parse(row.document) as FlagDocument);
    if (row.tombstone === "archived") archived.add(row.key);
  }
  return { flags: [...flags.values()], segments: [...segments.values()], archived: [...archived] };
}
