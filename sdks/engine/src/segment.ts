import { unitOf, type Ask } from "./call.ts";
import { any, planCondition } from "./condition.ts";
import type { Planner } from "./planner.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { SegmentDocument } from "./types.ts";

/** A list's keys, or `undefined` for a list that travels apart and is not here. */
export type Keys = ReadonlySet<string> | undefined;

/**
 * Plans a segment: who is included is in, who is excluded is out, else any of its rules decides. Where a list is not here, it answers only
 * what that list could not change.
 */
export function planSegment(source: SegmentDocument, included: Keys, excluded: Keys, planner: Planner): Ask {
  const by = planner.attribute(source.by);
  const rules = source.rules.map(({ when }) => planCondition(when, planner));
  const isListed = included?.size !== 0 || excluded?.size !== 0;
  return (call) => {
    const unit = isListed ? unitOf(call, by) : undefined;
    const inside = unit !== undefined ? isIn(included, unit) : isListed ? UNKNOWN : FALSE;
    if (inside === TRUE || rules.length === 0) return inside;
    const outside = unit !== undefined ? isIn(excluded, unit) : FALSE;
    if (outside === TRUE) return inside;
    return Math.max(inside, Math.min(0 - outside, any(rules, call))) as Truth;
  };
}

const isIn = (keys: Keys, unit: string): Truth => (keys ? truth(keys.size > 0 && keys.has(unit)) : UNKNOWN);
