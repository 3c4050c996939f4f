import type { Clause, Condition } from "@guidon/engine";
import type { FieldProblem } from "#app/platform/problem.ts";
import { valueProblem } from "./clause-values.ts";
import { operatorWords } from "./operator-words.ts";

/** What is there to be named. What is left out is not known, and not asked about. */
export interface Named {
  readonly segments?: readonly string[] | undefined;
  readonly flags?: readonly string[] | undefined;
  readonly variantsOf?: ((flag: string) => readonly string[] | undefined) | undefined;
}

/** What must still be filled in or mended of a condition, each with a JSON Pointer into it. */
export function conditionProblems(condition: Condition, named: Named = {}): FieldProblem[] {
  if ("all" in condition) return below("/all", condition.all, named);
  if ("any" in condition) return below("/any", condition.any, named);
  if ("not" in condition) return under("/not", condition.not, named);
  if ("known" in condition) return under("/known", condition.known, named);
  if ("where" in condition) {
    const own = condition.some.trim() === "" ? [problem("/some", "Name the list to look into.")] : [];
    return [...own, ...under("/where", condition.where, named)];
  }
  if ("segment" in condition) return segmentProblems(condition.segment, named);
  if ("flag" in condition) return flagProblems(condition, named);
  if ("sample" in condition) return sampleProblems(condition.sample.by);
  return clauseProblems(condition);
}

function under(pointer: string, condition: Condition, named: Named): FieldProblem[] {
  return conditionProblems(condition, named).map((each) => ({ ...each, pointer: pointer + each.pointer }));
}

function below(pointer: string, parts: readonly Condition[], named: Named): FieldProblem[] {
  return parts.flatMap((part, index) => under(`${pointer}/${index}`, part, named));
}

function segmentProblems(segment: string, { segments }: Named): FieldProblem[] {
  if (segment === "") return [problem("/segment", "Choose a segment.")];
  return segments === undefined || segments.includes(segment)
    ? []
    : [problem("/segment", `There is no segment “${segment}” here.`)];
}

function flagProblems(
  { flag, variants }: { readonly flag: string; readonly variants: readonly string[] },
  { flags, variantsOf }: Named,
): FieldProblem[] {
  if (flag === "") return [problem("/flag", "Choose a flag.")];
  if (flags !== undefined && !flags.includes(flag))
    return [problem("/flag", `There is no flag “${flag}” here.`)];
  if (variants.length === 0) return [problem("/variants", "Choose at least one variant.")];
  const known = variantsOf?.(flag);
  const strange = known === undefined ? undefined : variants.find((variant) => !known.includes(variant));
  return strange === undefined ? [] : [problem("/variants", `“${flag}” has no variant “${strange}”.`)];
}

function sampleProblems(by: readonly string[]): FieldProblem[] {
  return by.length === 0 || by.some((path) => path.trim() === "")
    ? [problem("/sample/by", "Name the attribute to draw by.")]
    : [];
}

function clauseProblems(clause: Clause): FieldProblem[] {
  const name =
    clause.attribute.trim() === "" ? [problem("/attribute", "Name the attribute to look at.")] : [];
  return [...name, ...valuesProblems(clause)];
}

function valuesProblems({ op, values }: Clause): FieldProblem[] {
  const { values: shape } = operatorWords[op];
  if (shape === "none") return [];
  const wrong = values.flatMap((value, index) => {
    const words = valueProblem(op, value);
    if (words === undefined) return [];
    // What is said about a pattern is a sentence of its own.
    const message = shape === "pattern-list" ? capital(words) : `“${String(value)}” is ${words}`;
    return [problem(`/values/${index}`, `${message}.`)];
  });
  if (wrong.length > 0) return wrong;
  if (shape === "number-range") {
    const [low, high] = values;
    if (low === undefined || high === undefined) return [problem("/values", "Give both ends of the range.")];
    return low > high ? [problem("/values", "The lower end is above the upper one.")] : [];
  }
  return values.length === 0 ? [problem("/values", "Give at least one value.")] : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function problem(pointer: string, message: string): FieldProblem {
  return { pointer, message };
}
