import { ENGINE_LEVEL, type FlagDocument, type SegmentDocument } from "@guidon/engine";
import { analyse } from "@guidon/engine/analyse";
import { matcher } from "@guidon/engine/matcher";

/** Something odd about a segment that a reader should know of; it is sound all the same. */
export interface SegmentFinding {
  readonly kind: "contradiction" | "shadowed" | "empty";
  /** The index of the rule; null: the whole segment. */
  readonly rule: number | null;
  readonly words: string;
}

/** As much thought as a flag's rules get. */
const effort = 30_000;

/** Rules that let nobody in, and segments that nobody belongs to, as far as it can be proved in a moment. */
export function segmentFindings(
  segment: SegmentDocument,
  others: readonly SegmentDocument[],
): SegmentFinding[] {
  if (segment.rules.length === 0)
    return sizeOf(segment) > 0
      ? []
      : [{ kind: "empty", rule: null, words: "Nobody belongs to it: it has no rules and includes no keys." }];
  const rest = others.filter(({ key }) => key !== segment.key);
  return analyse(asFlag(segment), rest, { matcher, effort }).flatMap(
    ({ kind, index, rule, by = [] }): SegmentFinding[] => {
      if (rule === null) return [];
      const name = `Rule ${index + 1}`;
      if (kind === "contradiction")
        return [{ kind, rule: index, words: `${name} never holds: its condition contradicts itself.` }];
      if (kind !== "shadowed") return [];
      const earlier = by.map((each) => `rule ${each}`).join(" and ");
      return [
        { kind, rule: index, words: `${name} lets nobody in whom ${earlier} does not let in already.` },
      ];
    },
  );
}

function sizeOf({ lists: { included } }: SegmentDocument): number {
  return "keys" in included ? included.keys.length : included.count;
}

/** The engine knows how to look at the rules of a flag. */
function asFlag({ key, revision, rules }: SegmentDocument): FlagDocument {
  return {
    ...{ key, revision, engine: ENGINE_LEVEL, type: "boolean" },
    variants: [{ key: "in", value: true }],
    ...{ on: true, offVariant: null, prerequisites: [], targets: [] },
    rules: rules.map(({ when }, index) => ({ id: String(index + 1), when, serve: { variant: "in" } })),
    fallthrough: { variant: "in" },
    ...{ client: false, metadata: {} },
  };
}
