import type { Condition } from "@guidon/engine";

export type Clause = Extract<Condition, { attribute: string }>;

/** Shows every clause of a condition that looks at an attribute of the context, in order. */
export function visitClauses(condition: Condition, see: (clause: Clause) => void): void {
  if ("all" in condition) condition.all.forEach((part) => visitClauses(part, see));
  else if ("any" in condition) condition.any.forEach((part) => visitClauses(part, see));
  else if ("not" in condition) visitClauses(condition.not, see);
  else if ("known" in condition) visitClauses(condition.known, see);
  // What is looked at inside of a list's elements is no attribute of the context.
  else if ("attribute" in condition) see(condition);
}
