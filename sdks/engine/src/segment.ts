import type { Ask, Call } from "./call.ts";
import { planCondition } from "./condition.ts";
import { isObject, type Draft, type Members } from "./draft.ts";
import { asUnit } from "./path.ts";
import type { MissingList } from "./program.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { ListReference } from "./types.ts";

/** A list's keys, or `undefined` for a list that travels apart and is not here. */
type Keys = ReadonlySet<string> | undefined;

/**
 * Plans a segment: who is included is in, who is excluded is out, else any of its rules decides. Where a list is not here, it answers only
 * what that list could not change. Lists that are not here are added to `missing`.
 */
export function planSegment(draft: Draft, source: Members, missing: MissingList[]): Ask {
  const by = draft.unitPath(source["by"], "/by");
  const rules = draft
    .array(source["rules"], "/rules")
    .map((rule, i) => planCondition(draft, draft.object(rule, `/rules/${i}`)["when"], `/rules/${i}/when`));
  const lists = draft.object(source["lists"], "/lists");
  const key = source["key"] as string;
  const included = planList(draft, lists, key, "included", missing);
  const excluded = planList(draft, lists, key, "excluded", missing);
  const isListed = included?.size !== 0 || excluded?.size !== 0;

  return (call) => {
    const unit = isListed ? asUnit(call.attribute(by)) : undefined;
    if (unit === undefined) {
      const ruled = anyOf(rules, call);
      const result = isListed && ruled !== TRUE ? UNKNOWN : ruled;
      call.recorder?.because(result === TRUE ? "rule" : isListed ? "unit_missing" : undefined);
      return result;
    }
    const inside = isIn(included, unit);
    const outside = isIn(excluded, unit);
    if (inside === TRUE || (inside === FALSE && outside === TRUE)) {
      call.recorder?.because(inside === TRUE ? "included" : "excluded", unit);
      return inside;
    }
    const ruled = anyOf(rules, call);
    const result = Math.max(inside, Math.min(0 - outside, ruled)) as Truth;
    const isUndecided = result === UNKNOWN && ruled !== UNKNOWN;
    call.recorder?.because(result === TRUE ? "rule" : isUndecided ? "list_missing" : undefined, unit);
    return result;
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

function planList(
  draft: Draft,
  lists: Members,
  segment: string,
  list: "included" | "excluded",
  missing: MissingList[],
): Keys {
  const at = `/lists/${list}`;
  const source = draft.object(lists[list], at);
  if (source["keys"] !== undefined) return new Set(draft.texts(source["keys"], `${at}/keys`));
  if (!isReference(source)) {
    draft.problem(at, "not_a_list");
    return undefined;
  }
  const keys = source.count === 0 ? new Set<string>() : draft.options.lists?.(segment, list, source);
  if (!keys)
    missing.push({ segment, list, revision: source.revision, count: source.count, digest: source.digest });
  return keys;
}

const isReference = (source: unknown): source is ListReference =>
  isObject(source) &&
  Number.isSafeInteger(source["revision"]) &&
  Number.isSafeInteger(source["count"]) &&
  typeof source["digest"] === "string";
