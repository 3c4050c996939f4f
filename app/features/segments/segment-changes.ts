import { ENGINE_LEVEL, type SegmentDocument } from "@guidon/engine";
import { diffSegment } from "@guidon/engine/diff";
import type { SegmentDefinition } from "./segment.ts";

/** What may be changed of a segment; what is left out stays as it is. */
export interface SegmentChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly by?: string | undefined;
  readonly rules?: SegmentDefinition["rules"] | undefined;
}

/** What suffices to make a segment; the rest has a default that suits most. */
export interface NewSegment extends SegmentChange {
  readonly key: string;
  readonly included?: readonly string[] | undefined;
  readonly excluded?: readonly string[] | undefined;
}

export function changedSegment<Segment extends SegmentDefinition>(
  present: Segment,
  { name, description, by, rules }: SegmentChange,
): Segment {
  return {
    ...present,
    name: name ?? present.name,
    description: description ?? present.description,
    by: by ?? present.by,
    rules: rules ?? present.rules,
  };
}

/** In readable lines; none where both say the same. Lists are told apart from this. */
export function definitionChanges(before: SegmentDefinition, after: SegmentDefinition): string[] {
  return [
    ...(before.name === after.name ? [] : [`Renamed from "${before.name}" to "${after.name}"`]),
    ...(before.description === after.description ? [] : ["Another description"]),
    ...diffSegment(bare(before), bare(after)).map(({ text }) => text),
  ];
}

function bare({ key, by, rules }: SegmentDefinition): SegmentDocument {
  const lists = { included: { keys: [] }, excluded: { keys: [] } };
  return { key, revision: 0, engine: ENGINE_LEVEL, by, rules, lists };
}
