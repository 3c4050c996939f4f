import {
  ENGINE_LEVEL,
  type Condition,
  type List,
  type ListReference,
  type SegmentDocument,
} from "@guidon/engine";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { HeldList } from "#app/platform/context.ts";

/** An audience of one environment, without whom its lists hold. */
export interface SegmentDefinition {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** The attribute whose values the lists hold. */
  readonly by: string;
  /** Whoever any of them holds for belongs to it. */
  readonly rules: readonly SegmentRule[];
}

export interface SegmentRule {
  readonly when: Condition;
}

export interface StoredSegment extends SegmentDefinition {
  readonly id: string;
  readonly environmentId: string;
  /** Where each list stands in its log. */
  readonly lists: Readonly<Record<ListName, ListReference>>;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A list up to this long is in the document; a longer one travels apart. */
const short = { keys: 100, characters: 4096 } as const;

/** The document that SDKs evaluate; its revision is set when it is published. */
export function toDocument(
  { key, by, rules }: SegmentDefinition,
  lists: Readonly<Record<ListName, HeldList>>,
): SegmentDocument {
  return {
    ...{ key, revision: 0, engine: ENGINE_LEVEL, by, rules },
    lists: { included: asList(lists.included), excluded: asList(lists.excluded) },
  };
}

function asList({ revision, count, digest, keys }: HeldList): List {
  if (count > short.keys) return { revision, count, digest };
  const all = [...keys].sort();
  const characters = all.reduce((sum, key) => sum + key.length, 0);
  return characters > short.characters ? { revision, count, digest } : { keys: all };
}
