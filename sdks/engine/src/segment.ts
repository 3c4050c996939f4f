import type { Ask, Call } from "./call.ts";
import type { CompiledProgram } from "./compile.ts";
import { planCondition } from "./condition.ts";
import { asUnit } from "./path.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { SegmentDocument } from "./types.ts";

/** A list's keys, or `undefined` for a list that travels apart and is not here. */
export type Keys = ReadonlySet<string> | undefined;

/**
 * Plans a segment: who is included is in, who is excluded is out, else any of its rules decides. Where a list is not here, it answers only
 * what that list could not change.
 */
export function planSegment(
  source: SegmentDocument,
  program: CompiledProgram,
  included: Keys,
  excluded: Keys,
): Ask {
  const by = program.attribute(source.by);
  const rules = source.rules.map(({ when }) => planCondition(when, program));
  const isListed = included?.size !== 0 || excluded?.size !== 0;
  return (call) => {
    const unit = isListed ? asUnit(call.attribute(by)) : undefined;
    const inside = unit !== undefined ? isIn(included, unit) : isListed ? UNKNOWN : FALSE;
    const outside = unit !== undefined && inside !== TRUE ? isIn(excluded, unit) : FALSE;
    if (inside === TRUE || (inside === FALSE && outside === TRUE)) return inside;
    return Math.max(inside, Math.min(0 - outside, anyOf(rules, call))) as Truth;
  };
}

const isIn = (keys: Keys, unit: string): Truth => (keys ? truth(keys.size > 0 && keys.has(unit)) : UNKNOWN);

function anyOf(rules: readonly Ask[], call: Call): Truth {
  let result: Truth = FALSE;
  for (let i = 0; i < rules.length && result !== TRUE; i++) {
    const answer = rules[i]!(call);
    if (answer > result) result = answer;
  }
  return result;
}
