import type { Clause, Operator } from "@guidon/engine";
import { operatorWords } from "./operator-words.ts";

export type ClauseValue = Clause["values"][number];
export type ValueType = "text" | "number" | "true or false";

const versionForm = /^v?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** The one type that all values of a list have; text where there are none. */
export function valueType(values: readonly ClauseValue[]): ValueType {
  if (values.length > 0 && values.every((value) => typeof value === "number")) return "number";
  if (values.length > 0 && values.every((value) => typeof value === "boolean")) return "true or false";
  return "text";
}

/** The tokens as values of `type`; what is not a number stays text, so that nothing typed is lost. */
export function toValues(tokens: readonly string[], type: ValueType): ClauseValue[] {
  return tokens.map((token) => {
    if (type === "number" && isNumber(token)) return Number(token);
    if (type === "true or false" && (token === "true" || token === "false")) return token === "true";
    return token;
  });
}

export function toTokens(values: readonly ClauseValue[]): string[] {
  return values.map(String);
}

/** Values that make sense for `op`, kept from those of the operator before where they still do. */
export function valuesFor(op: Operator, before: readonly ClauseValue[]): ClauseValue[] {
  const tokens = toTokens(before);
  switch (operatorWords[op].values) {
    case "none":
      return [];
    case "number-list":
      return toValues(tokens, "number").filter((value) => typeof value === "number");
    case "count":
      return toValues(tokens, "number")
        .filter((value) => typeof value === "number")
        .slice(0, 1);
    case "number-range":
      return toValues(tokens, "number")
        .filter((value) => typeof value === "number")
        .slice(0, 2);
    case "instant":
      return tokens.filter((token) => !Number.isNaN(Date.parse(token))).slice(0, 1);
    case "version-list":
      return tokens.filter((token) => versionForm.test(token));
    case "typed-list":
      return [...before];
    case "text-list":
    case "pattern-list":
    case "address-list":
      return tokens;
  }
}

/** What is wrong with one token of an operator's list, in words for whoever typed it. */
export function tokenProblem(op: Operator, type: ValueType, token: string): string | undefined {
  switch (operatorWords[op].values) {
    case "number-list":
    case "number-range":
    case "count":
      return isNumber(token) ? undefined : "not a number";
    case "version-list":
      return versionForm.test(token) ? undefined : "not a version such as 4.2.0";
    case "address-list":
      return /^[0-9a-fA-F:.]+(\/\d{1,3})?$/.test(token) ? undefined : "not an address or network";
    case "typed-list":
      if (type === "number") return isNumber(token) ? undefined : "not a number";
      if (type === "true or false")
        return token === "true" || token === "false" ? undefined : "not true or false";
      return undefined;
    case "text-list":
    case "pattern-list":
    case "instant":
    case "none":
      return undefined;
  }
}

/** What still misses or does not fit before this clause can be saved. */
export function clauseProblem(clause: Clause): string | undefined {
  const { values: shape } = operatorWords[clause.op];
  if (clause.attribute.trim() === "") return "name the attribute to look at";
  if (shape === "none") return undefined;
  if (shape === "number-range") {
    const [low, high] = clause.values;
    if (typeof low !== "number" || typeof high !== "number") return "give both ends of the range";
    return low > high ? "the lower end is above the upper one" : undefined;
  }
  if (clause.values.length === 0) return "give at least one value";
  const type = valueType(clause.values);
  const wrong = clause.values.map(String).find((token) => tokenProblem(clause.op, type, token) !== undefined);
  return wrong === undefined
    ? undefined
    : `“${wrong}” is ${tokenProblem(clause.op, type, wrong) ?? "not valid"}`;
}

export function isNumber(token: string): boolean {
  return token.trim() !== "" && Number.isFinite(Number(token));
}
