import type { Document, DocumentKind, DocumentName, FlagDocument, SegmentDocument } from "@guidon/engine";
import { diffFlag, diffSegment } from "@guidon/engine/diff";

/** What became of a document between two states of it, in readable lines; none where nothing did. */
export function changesInWords(
  kind: DocumentKind,
  sides: { before: Document | null; after: Document | null; left?: "archived" | "removed" | null },
): string[] {
  const { before, after } = sides;
  if (after === null) return before === null ? [] : [sides.left === "archived" ? "Archived" : "Deleted"];
  if (before === null) return ["Created"];
  const differences =
    kind === "flag"
      ? diffFlag(before as FlagDocument, after as FlagDocument)
      : diffSegment(before as SegmentDocument, after as SegmentDocument);
  return differences.map(({ text }) => text);
}

/** A flag or segment, with what changed in it. */
export interface NamedChanges extends DocumentName {
  readonly changes: readonly string[];
}
