import type { Ask } from "./call.ts";
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
  const excludes = excluded?.size !== 0;
  if (included?.size === 0 && !excludes) return (call) => any(rules, call);
  return (call) => {
    const unit = call.unit(by);
    const inside = isIn(included, unit);
    if (inside === TRUE) return TRUE;
    const outside = excludes && unit !== undefined ? isIn(excluded, unit) : FALSE;
    if (outside === TRUE) return inside;
    return Math.max(inside, Math.min(0 - outside, any(rules, call))) as Truth;
  };
}

const isIn = (keys: Keys, unit: string | undefined): Truth =>
  keys && unit !== undefined ? truth(keys.has(unit)) : UNKNOWN;
