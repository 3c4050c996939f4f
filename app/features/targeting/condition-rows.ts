import type { Clause, Condition } from "@guidon/engine";

/** One line of a rule as the editor shows it. `other` is whatever needs more than a line: words, and JSON to edit. */
export type Row =
  | { readonly kind: "clause"; readonly negated: boolean; readonly clause: Clause }
  | { readonly kind: "segment"; readonly negated: boolean; readonly segment: string }
  | {
      readonly kind: "flag";
      readonly negated: boolean;
      readonly flag: string;
      readonly variants: readonly string[];
    }
  | { readonly kind: "other"; readonly condition: Condition };

export interface Rows {
  readonly join: "all" | "any";
  readonly rows: readonly Row[];
}

export const emptyClause: Clause = { attribute: "", op: "in", values: [] };

/** The lines of a condition. `fromRows` of the result means the same condition. */
export function toRows(condition: Condition): Rows {
  if ("all" in condition) return { join: "all", rows: condition.all.map(toRow) };
  if ("any" in condition) return { join: "any", rows: condition.any.map(toRow) };
  return { join: "all", rows: [toRow(condition)] };
}

export function fromRows({ join, rows }: Rows): Condition {
  const conditions = rows.map(fromRow);
  const [first] = conditions;
  // An alternative of one is that one; an alternative of none would match nobody, and no line means everybody.
  if (first !== undefined && conditions.length === 1 && !("all" in first) && !("any" in first)) return first;
  return join === "any" && conditions.length > 0 ? { any: conditions } : { all: conditions };
}

function toRow(condition: Condition): Row {
  if ("not" in condition) {
    const inner = toRow(condition.not);
    return inner.kind === "other" || inner.negated
      ? { kind: "other", condition }
      : { ...inner, negated: true };
  }
  if ("attribute" in condition) return { kind: "clause", negated: false, clause: condition };
  if ("segment" in condition) return { kind: "segment", negated: false, segment: condition.segment };
  if ("flag" in condition) {
    return { kind: "flag", negated: false, flag: condition.flag, variants: condition.variants };
  }
  return { kind: "other", condition };
}

function fromRow(row: Row): Condition {
  switch (row.kind) {
    case "other":
      return row.condition;
    case "clause":
      return negate(row.negated, row.clause);
    case "segment":
      return negate(row.negated, { segment: row.segment });
    case "flag":
      return negate(row.negated, { flag: row.flag, variants: row.variants });
  }
}

function negate(negated: boolean, condition: Condition): Condition {
  return negated ? { not: condition } : condition;
}
