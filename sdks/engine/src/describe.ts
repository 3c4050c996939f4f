import type { Clause, Condition, Draw, Range, Serve } from "./types.ts";

const OPERATORS: Readonly<Record<Clause["op"], string>> = {
  ...{ in: "is", contains: "contains", startsWith: "starts with", endsWith: "ends with", matches: "matches" },
  ...{ lt: "<", lte: "≤", gt: ">", gte: "≥", between: "is between", before: "is before", after: "is after" },
  ...{ semverEq: "is version", semverLt: "is below version", semverLte: "is at most version" },
  ...{
    semverGt: "is above version",
    semverGte: "is at least version",
    inCidr: "is in network",
    exists: "exists",
  },
  ...{
    sizeEq: "has as many elements as",
    sizeGt: "has more elements than",
    sizeLt: "has fewer elements than",
  },
};

/** A condition in words, for lists of changes and logs. */
export function describeCondition(condition: Condition): string {
  if ("all" in condition) return list(condition.all, " and ", "always");
  if ("any" in condition) return list(condition.any, " or ", "never");
  if ("not" in condition) return `not (${describeCondition(condition.not)})`;
  if ("known" in condition) return `known to be (${describeCondition(condition.known)})`;
  if ("segment" in condition) return `in segment ${condition.segment}`;
  if ("flag" in condition) return `flag ${condition.flag} serves ${condition.variants.join(" or ")}`;
  if ("sample" in condition)
    return `in ${share(condition.sample.ranges, condition.sample)} by ${condition.sample.by.join(" or ")}`;
  if ("some" in condition)
    return `an element of ${condition.some} has (${describeCondition(condition.where)})`;
  const { attribute, op, values, ignoreCase, quantifier } = condition;
  const name = quantifier === "all" ? `every element of ${attribute}` : attribute;
  const shown = values.slice(0, 5).map((value) => JSON.stringify(value));
  const more = values.length > 5 ? ` or ${values.length - 5} more` : "";
  const operands = op === "between" ? shown.join(" and ") : shown.join(" or ");
  return `${name} ${OPERATORS[op]}${operands && ` ${operands}${more}`}${ignoreCase ? " in whatever case" : ""}`;
}

const list = (parts: readonly Condition[], joint: string, none: string): string =>
  parts.length === 0
    ? none
    : parts
        .map((part) =>
          parts.length > 1 && ("all" in part || "any" in part)
            ? `(${describeCondition(part)})`
            : describeCondition(part),
        )
        .join(joint);

/** What is served, in words. */
export function describeServe(serve: Serve): string {
  if ("variant" in serve) return serve.variant;
  const { slices, by, gates = [], otherwise, experiment } = serve.split;
  const shares = new Map<string, Range[]>();
  for (const [variant, from, to] of slices) shares.set(variant, [...(shares.get(variant) ?? []), [from, to]]);
  const parts = [...shares].map(([variant, ranges]) => `${variant} ${share(ranges, serve.split)}`);
  const behind = gates.map(({ kind, ...gate }) => `${kind} ${share(gate.ranges, gate)}`).join(" and ");
  return [
    `${parts.join(", ") || "nothing"} by ${by.join(" or ")}`,
    behind && ` behind ${behind}${otherwise === undefined ? "" : `, otherwise ${otherwise}`}`,
    experiment && ` (experiment ${experiment.key}, phase ${experiment.phase})`,
  ]
    .filter(Boolean)
    .join("");
}

/** Exact: five digits after the point are all there are. */
function share(ranges: readonly Range[], { hash }: Draw): string {
  const size = hash?.reduce.size ?? 100_000;
  const sum = ranges.reduce((total, [from, to]) => total + to - from, 0);
  return `${Number(((sum / size) * 100).toFixed(5))} %`;
}
