import type { ListReference } from "@guidon/engine";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { SegmentDefinition, StoredSegment } from "./segment.ts";

/** A segment as the API and the pages give it out. */
export interface SegmentView extends SegmentDefinition {
  readonly lists: Readonly<Record<ListName, ListReference>>;
  /** Of the definition: what If-Match names. Lists have revisions of their own. */
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function viewSegment({ id: _, environmentId: __, version, ...segment }: StoredSegment): SegmentView {
  return { ...segment, version: String(version) };
}
