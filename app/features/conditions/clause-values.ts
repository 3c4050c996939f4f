import type { Clause, Operator } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { validate } from "@guidon/engine/validate";
import { operatorWords, type ValueShape } from "./operator-words.ts";
import { patternProblem } from "./pattern-problem.ts";

export type ClauseValue = Clause["values"][number];

/** What the values of a list are; `JSON` tells several types apart by how they are written: `"1"` is not `1`. */
export type ValueType = "text" | "number" | "true or false" | "JSON";
export const valueTypes: readonly ValueType[] = ["text", "number", "true or false", "JSON"];

/** The type that all values of a list have; text where there are none. */
export function valueType(values: readonly ClauseValue[]): ValueType {
  const [first] = values;
  if (first === undefined) return "text";
  if (values.some((value) => typeof value !== typeof first)) return "JSON";
  return typeof first === "number" ? "number" : typeof first === "boolean" ? "true or false" : "text";
}

/** The tokens as values of `type`; what does not have it stays text, so that nothing typed is lost. */
export function toValues(tokens: readonly string[], type: ValueType): ClauseValue[] {
  return tokens.map((token) => {
    if (type === "number" && isNumber(token)) return Number(token);
    if (type === "true or false" && (token === "true" || token === "false")) return token === "true";
    return type === "JSON" ? readScalar(token) : token;
  });
}

export function toTokens(values: readonly ClauseValue[], type: ValueType = "text"): string[] {
  return values.map((value) => (type === "JSON" ? JSON.stringify(value) : String(value)));
}

function readScalar(token: string): ClauseValue {
  try {
    const read: unknown = JSON.parse(token);
    return typeof read === "string" || typeof read === "number" || typeof read === "boolean" ? read : token;
  } catch {
    return token;
  }
}

/** Values that make sense for `op`, kept from those of the operator before where they still do. */
export function valuesFor(op: Operator, before: readonly ClauseValue[]): ClauseValue[] {
  const { values: shape } = operatorWords[op];
  if (shape === "typed-list") return [...before];
  const kept = toValues(toTokens(before), numeric.has(shape) ? "number" : "text");
  const fitting =
    shape === "text-list" ? kept : kept.filter((value) => valueProblem(op, value) === undefined);
  return fitting.slice(0, mostValues(shape));
}

const numeric: ReadonlySet<ValueShape> = new Set(["number-list", "number-range", "count"]);

function mostValues(shape: ValueShape): number {
  if (shape === "none") return 0;
  if (shape === "instant") return 1;
  return shape === "number-range" ? 2 : Infinity;
}

const notA: Readonly<Record<ValueShape, string>> = {
  "typed-list": "not text, a number, true or false",
  "text-list": "not text",
  "pattern-list": "not a pattern",
  "number-list": "not a number",
  "number-range": "not a number",
  count: "not a number",
  instant: "not a date and time with a zone",
  "version-list": "not a version such as 4.2.0",
  "address-list": "not an address or network such as 10.0.0.0/8",
  none: "not taken",
};

/** What is wrong with one value of an operator, in words for whoever typed it. The engine itself decides. */
export function valueProblem(op: Operator, value: ClauseValue): string | undefined {
  const { values: shape } = operatorWords[op];
  if (shape === "pattern-list" && typeof value === "string") return patternProblem(value);
  if (shape === "count" && (typeof value !== "number" || !Number.isInteger(value) || value < 0))
    return "not a whole number";
  const values = op === "between" ? [value, value] : [value];
  return isSound({ attribute: "a", op, values }) ? undefined : notA[shape];
}

function isSound(clause: Clause): boolean {
  const document = {
    ...{ key: "a", revision: 0, engine: 1, by: "targetingKey", rules: [{ when: clause }] },
    lists: { included: { keys: [] }, excluded: { keys: [] } },
  };
  return validate(document, { matcher }).length === 0;
}

/** What is wrong with a token while the list is of `type`. */
export function tokenProblem(op: Operator, type: ValueType, token: string): string | undefined {
  const [value = token] = toValues([token], type);
  if (type === "number" && typeof value !== "number") return "not a number";
  if (type === "true or false" && typeof value !== "boolean") return "not true or false";
  return valueProblem(op, value);
}

export function isNumber(token: string): boolean {
  return token.trim() !== "" && Number.isFinite(Number(token));
}
