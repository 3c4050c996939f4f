import type { Operator } from "@guidon/engine";

/** What a value of an operator is, and so which control it is typed into. */
export type ValueShape =
  | "typed-list"
  | "text-list"
  | "pattern-list"
  | "number-list"
  | "number-range"
  | "instant"
  | "version-list"
  | "address-list"
  | "count"
  | "none";

export interface OperatorWords {
  readonly words: string;
  readonly not: string;
  readonly values: ValueShape;
  readonly group: "Value" | "Text" | "Number" | "Date" | "Version" | "Address" | "List";
  readonly placeholder: string;
}

/** Every operator of the engine in plain words; a new one does not compile before it has some. */
export const operatorWords: Readonly<Record<Operator, OperatorWords>> = {
  in: {
    words: "is one of",
    not: "is not one of",
    values: "typed-list",
    group: "Value",
    placeholder: "DE, AT, CH",
  },
  exists: { words: "is present", not: "is missing", values: "none", group: "Value", placeholder: "" },
  contains: {
    words: "contains",
    not: "does not contain",
    values: "text-list",
    group: "Text",
    placeholder: "text",
  },
  startsWith: {
    words: "starts with",
    not: "does not start with",
    values: "text-list",
    group: "Text",
    placeholder: "text",
  },
  endsWith: {
    words: "ends with",
    not: "does not end with",
    values: "text-list",
    group: "Text",
    placeholder: "@acme.example",
  },
  matches: {
    words: "matches pattern",
    not: "does not match pattern",
    values: "pattern-list",
    group: "Text",
    placeholder: "^beta-\\d+$",
  },
  lt: { words: "<", not: "is not <", values: "number-list", group: "Number", placeholder: "100" },
  lte: { words: "≤", not: "is not ≤", values: "number-list", group: "Number", placeholder: "100" },
  gt: { words: ">", not: "is not >", values: "number-list", group: "Number", placeholder: "100" },
  gte: { words: "≥", not: "is not ≥", values: "number-list", group: "Number", placeholder: "100" },
  between: {
    words: "is between",
    not: "is not between",
    values: "number-range",
    group: "Number",
    placeholder: "10",
  },
  before: { words: "is before", not: "is not before", values: "instant", group: "Date", placeholder: "" },
  after: { words: "is after", not: "is not after", values: "instant", group: "Date", placeholder: "" },
  semverEq: {
    words: "version =",
    not: "version is not =",
    values: "version-list",
    group: "Version",
    placeholder: "4.2.0",
  },
  semverLt: {
    words: "version <",
    not: "version is not <",
    values: "version-list",
    group: "Version",
    placeholder: "4.2.0",
  },
  semverLte: {
    words: "version ≤",
    not: "version is not ≤",
    values: "version-list",
    group: "Version",
    placeholder: "4.2.0",
  },
  semverGt: {
    words: "version >",
    not: "version is not >",
    values: "version-list",
    group: "Version",
    placeholder: "4.2.0",
  },
  semverGte: {
    words: "version ≥",
    not: "version is not ≥",
    values: "version-list",
    group: "Version",
    placeholder: "4.2.0",
  },
  inCidr: {
    words: "is in network",
    not: "is not in network",
    values: "address-list",
    group: "Address",
    placeholder: "10.0.0.0/8",
  },
  sizeEq: {
    words: "has exactly",
    not: "does not have exactly",
    values: "count",
    group: "List",
    placeholder: "1",
  },
  sizeGt: {
    words: "has more than",
    not: "does not have more than",
    values: "count",
    group: "List",
    placeholder: "1",
  },
  sizeLt: {
    words: "has fewer than",
    not: "does not have fewer than",
    values: "count",
    group: "List",
    placeholder: "1",
  },
};

export const operators = Object.keys(operatorWords) as readonly Operator[];
export const operatorGroups = ["Value", "Text", "Number", "Date", "Version", "Address", "List"] as const;

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(operatorWords, text);
}
