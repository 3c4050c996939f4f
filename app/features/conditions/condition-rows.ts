import type { Clause, Condition, Sample } from "@guidon/engine";

/** What stands around a part of a condition: its opposite, or the reading of unknown as false. */
export type Wrapper = "not" | "known";

export type Core =
  | { readonly kind: "clause"; readonly clause: Clause }
  | { readonly kind: "segment"; readonly segment: string }
  | { readonly kind: "flag"; readonly flag: string; readonly variants: readonly string[] }
  | { readonly kind: "sample"; readonly sample: Sample }
  | { readonly kind: "some"; readonly attribute: string; readonly where: Condition }
  | { readonly kind: "group"; readonly join: Join; readonly parts: readonly Condition[] };

/** One part of a condition as the editor shows it. */
export interface Row {
  readonly core: Core;
  /** Whether the opposite of the core must hold. */
  readonly negated: boolean;
  /** What stands around that, the outermost first. */
  readonly wrappers: readonly Wrapper[];
  /** From the part to its core, as a JSON Pointer. */
  readonly pointer: string;
}

export type Join = "all" | "any";

/** Parts that belong together: all of them must hold, or any is enough. */
export interface Group {
  readonly join: Join;
  readonly parts: readonly Condition[];
  /** Where the parts stand: `/all/`, to be followed by an index; empty where the condition is its only part. */
  readonly pointer: string;
}

export const emptyClause: Clause = { attribute: "", op: "in", values: [] };

/** A condition as a group. `fromGroup` of the result means the same condition. */
export function toGroup(condition: Condition): Group {
  if ("all" in condition) return { join: "all", parts: condition.all, pointer: "/all/" };
  if ("any" in condition) return { join: "any", parts: condition.any, pointer: "/any/" };
  return { join: "all", parts: [condition], pointer: "" };
}

export function fromGroup({ join, parts }: Pick<Group, "join" | "parts">): Condition {
  const [first] = parts;
  // An alternative of one is that one; an alternative of none would match nobody, and no part means everybody.
  if (first !== undefined && parts.length === 1 && !("all" in first) && !("any" in first)) return first;
  return join === "any" && parts.length > 0 ? { any: parts } : { all: parts };
}

/** Where the part at `index` stands in the condition. */
export function pointerOf({ pointer }: Group, index: number): string {
  return pointer === "" ? "" : `${pointer}${index}`;
}

export function toRow(condition: Condition): Row {
  const wrappers: Wrapper[] = [];
  let inner = condition;
  while ("not" in inner || "known" in inner) {
    wrappers.push("not" in inner ? "not" : "known");
    inner = "not" in inner ? inner.not : inner.known;
  }
  const negated = wrappers.at(-1) === "not";
  return {
    core: coreOf(inner),
    negated,
    wrappers: negated ? wrappers.slice(0, -1) : wrappers,
    pointer: wrappers.map((wrapper) => `/${wrapper}`).join(""),
  };
}

export function fromRow({ core, negated, wrappers }: Omit<Row, "pointer">): Condition {
  const inner: Condition = negated ? { not: conditionOf(core) } : conditionOf(core);
  return wrappers.reduceRight<Condition>(
    (condition, wrapper) => (wrapper === "not" ? { not: condition } : { known: condition }),
    inner,
  );
}

function coreOf(
  condition: Exclude<Condition, { readonly not: unknown } | { readonly known: unknown }>,
): Core {
  if ("all" in condition) return { kind: "group", join: "all", parts: condition.all };
  if ("any" in condition) return { kind: "group", join: "any", parts: condition.any };
  if ("segment" in condition) return { kind: "segment", segment: condition.segment };
  if ("flag" in condition) return { kind: "flag", flag: condition.flag, variants: condition.variants };
  if ("sample" in condition) return { kind: "sample", sample: condition.sample };
  if ("some" in condition) return { kind: "some", attribute: condition.some, where: condition.where };
  return { kind: "clause", clause: condition };
}

function conditionOf(core: Core): Condition {
  switch (core.kind) {
    case "clause":
      return core.clause;
    case "segment":
      return { segment: core.segment };
    case "flag":
      return { flag: core.flag, variants: core.variants };
    case "sample":
      return { sample: core.sample };
    case "some":
      return { some: core.attribute, where: core.where };
    case "group":
      return core.join === "all" ? { all: core.parts } : { any: core.parts };
  }
}
