import type { Clause, Condition, Sample } from "@guidon/engine";
import { operatorWords } from "./operator-words.ts";
import { formatPercent } from "./split-shares.ts";

/** A condition in plain words, as a colleague would say it. */
export function conditionWords(condition: Condition): string {
  if ("all" in condition) {
    return condition.all.length === 0 ? "everyone" : condition.all.map((part) => inner(part)).join(" and ");
  }
  if ("any" in condition) {
    return condition.any.length === 0 ? "no one" : condition.any.map((part) => inner(part)).join(" or ");
  }
  if ("not" in condition) {
    if ("attribute" in condition.not) return clauseWords(condition.not, true);
    if ("segment" in condition.not) return `not in segment ${condition.not.segment}`;
    return `not (${conditionWords(condition.not)})`;
  }
  if ("known" in condition) return `surely (${conditionWords(condition.known)})`;
  if ("attribute" in condition) return clauseWords(condition, false);
  if ("segment" in condition) return `in segment ${condition.segment}`;
  if ("flag" in condition) return `flag ${condition.flag} serves ${condition.variants.join(" or ")}`;
  if ("sample" in condition) return sampleWords(condition.sample);
  return `some ${condition.some} where (${conditionWords(condition.where)})`;
}

export function clauseWords(clause: Clause, negated: boolean): string {
  const words = operatorWords[clause.op];
  const says = negated ? words.not : words.words;
  const head = `${clause.attribute === "" ? "…" : clause.attribute} ${says}`;
  const tail = valueWords(clause);
  const extras = [
    clause.ignoreCase === true ? "ignoring case" : null,
    clause.quantifier === "all" ? "for every element" : null,
  ].filter((extra) => extra !== null);
  return `${head}${tail === "" ? "" : ` ${tail}`}${extras.length === 0 ? "" : ` (${extras.join(", ")})`}`;
}

function valueWords(clause: Clause): string {
  if (clause.op === "exists") return "";
  if (clause.op === "between")
    return `${String(clause.values[0] ?? "…")} and ${String(clause.values[1] ?? "…")}`;
  const values = clause.values.map(String);
  const shown = values.length > 4 ? [...values.slice(0, 3), `${values.length - 3} more`] : values;
  const list = shown.length === 0 ? "…" : shown.join(", ");
  return clause.op.startsWith("size") ? `${list} elements` : list;
}

export function sampleWords(sample: Sample): string {
  const size = sample.ranges.reduce((sum, [from, to]) => sum + (to - from), 0);
  return `in a sample of ${formatPercent(size)} by ${sample.by.join(" or ")}`;
}

/** In brackets only where "and" and "or" would otherwise run together. */
function inner(condition: Condition): string {
  const compound =
    ("all" in condition && condition.all.length > 1) || ("any" in condition && condition.any.length > 1);
  return compound ? `(${conditionWords(condition)})` : conditionWords(condition);
}
