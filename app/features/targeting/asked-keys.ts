import type { EvaluationContext, SegmentDocument } from "@guidon/engine";
import { unitAt } from "@guidon/engine/documents";
import { apartLists, type ListName } from "#app/features/publishing/lists.ts";

/** One key of a list that is too long to come along with its segment. */
export interface AskedKey {
  readonly segment: string;
  readonly list: ListName;
  /** Of the list. */
  readonly revision: number;
  readonly key: string;
}

export interface FoundKey extends AskedKey {
  readonly held: boolean;
}

/** What an evaluation of this context could ask of the long lists of these segments. */
export function keysAskedBy(
  context: EvaluationContext,
  segments: readonly SegmentDocument[],
): readonly AskedKey[] {
  return segments.flatMap((segment) => {
    const key = unitAt(context, segment.by);
    if (key === undefined) return [];
    return apartLists(segment).map(({ list, reference: { revision } }) => ({
      ...{ segment: segment.key, list, revision, key },
    }));
  });
}

/** A list as far as one context can tell: its key alone, or nobody. Undefined where it is not known yet. */
export function listsAsFound(asked: readonly AskedKey[], found: readonly FoundKey[]) {
  const nameOf = ({ segment, list, revision, key }: AskedKey) =>
    JSON.stringify([segment, list, revision, key]);
  const held = new Map(found.map((each) => [nameOf(each), each.held]));
  return (segment: string, list: ListName): ReadonlySet<string> | undefined => {
    const one = asked.find((each) => each.segment === segment && each.list === list);
    const is = one === undefined ? undefined : held.get(nameOf(one));
    return one === undefined || is === undefined ? undefined : new Set(is ? [one.key] : []);
  };
}
