import { instant } from "./instant.ts";
import { compareVersions, parseVersion, partsOf, type Version } from "./semver.ts";
import type { Clause, Json } from "./types.ts";

/** Values of which one stands for each way in which some clauses can judge an attribute; `isComplete` where it is sure that none is left out. */
export interface Representatives {
  readonly values: readonly (Json | undefined)[];
  readonly isComplete: boolean;
}

/** A character that nobody writes, to make texts that contain nothing by accident. */
const FRESH = "\ue000";
const MOST_CONTAINED = 6;
const LONGEST = 20;

type Family = "plain" | "number" | "text" | "version" | "time" | "other";

const FAMILIES: Readonly<Partial<Record<Clause["op"], Family>>> = {
  ...{ lt: "number", lte: "number", gt: "number", gte: "number", between: "number" },
  ...{ contains: "text", startsWith: "text", endsWith: "text" },
  ...{
    semverEq: "version",
    semverLt: "version",
    semverLte: "version",
    semverGt: "version",
    semverGte: "version",
  },
  ...{ before: "time", after: "time", matches: "other", inCidr: "other" },
};

/** The representatives of one attribute under its clauses, arrays of them excepted. */
export function representatives(clauses: readonly Clause[]): Representatives {
  const families = new Set(clauses.map(({ op }) => FAMILIES[op] ?? "plain"));
  families.delete("plain");
  const isFolded = new Set(
    clauses
      .filter(({ op }) => op === "in" || FAMILIES[op] === "text")
      .map(({ ignoreCase }) => ignoreCase === true),
  );
  const listed = clauses.filter(({ op }) => op === "in").flatMap(({ values }) => values);
  const ordered = clauses.filter(({ op }) => FAMILIES[op] !== undefined);
  const values: (Json | undefined)[] = [undefined, ...listed, true, false, FRESH, {}];
  const numbers = [
    ...listed,
    ...(families.has("number") ? ordered.flatMap((clause) => clause.values) : []),
  ].filter((value) => typeof value === "number");
  values.push(...around(numbers));
  if (families.has("time")) values.push(...times(ordered));
  if (families.has("version")) values.push(...versions(ordered));
  const texts = families.has("text") ? textsOf(ordered) : [];
  values.push(...(texts ?? []));
  return {
    values,
    isComplete: families.size <= 1 && !families.has("other") && isFolded.size <= 1 && texts !== undefined,
  };
}

/** Each number, one between each two, and one below and above all. */
function around(numbers: readonly number[]): number[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const between = sorted.slice(1).map((number, i) => number / 2 + sorted[i]! / 2);
  return [-Number.MAX_VALUE, ...sorted, ...between, Number.MAX_VALUE];
}

/** Each instant, the ones beside it, and the same in other spellings, which no list can hold by accident. */
function times(clauses: readonly Clause[]): Json[] {
  const limits = clauses.flatMap(({ values }) => values.map(instant)).filter((limit) => limit !== undefined);
  return limits.flatMap((limit) => [limit - 1, limit, limit + 1].flatMap((at) => [at, at + 0.5]));
}

/** Each version and the very next one after it, the lowest of all, and the same with a build that no list can hold by accident. */
function versions(clauses: readonly Clause[]): Json[] {
  const texts = clauses.flatMap(({ values }) => values).filter((value) => typeof value === "string");
  const found = texts.map(parseVersion).filter((version) => version !== undefined);
  const all = [
    "0.0.0-0",
    ...found.sort(compareVersions).flatMap((version) => [write(version), next(version)]),
  ];
  return all.flatMap((text) => [text, `${text}+other.build`]);
}

function write(version: Version): string {
  const [major, minor, patch, ...prerelease] = partsOf(version);
  return `${major}.${minor}.${patch}${prerelease.length > 0 ? `-${prerelease.join(".")}` : ""}`;
}

function next(version: Version): string {
  const parts = partsOf(version);
  const [major, minor, patch] = parts;
  return write(parts.length > 3 ? [...parts, "0"] : [major!, minor!, String(BigInt(patch!) + 1n), "0"]);
}

/**
 * Every combination of a beginning, some parts and an end, kept apart by a character that is in none of them: whatever a text begins with,
 * contains and ends with, one of these does the same. `undefined` where they would be too many.
 */
function textsOf(clauses: readonly Clause[]): string[] | undefined {
  const of = (op: Clause["op"]): string[] => [
    ...new Set(clauses.filter((clause) => clause.op === op).flatMap(({ values }) => values.map(String))),
  ];
  const parts = of("contains");
  if (parts.length > MOST_CONTAINED || of("startsWith").length > LONGEST || of("endsWith").length > LONGEST)
    return undefined;
  let middles = [""];
  for (const part of parts) middles = middles.flatMap((middle) => [middle, `${middle}${FRESH}${part}`]);
  return ["", ...of("startsWith")].flatMap((start) =>
    ["", ...of("endsWith")].flatMap((end) =>
      middles.map((middle) => `${start}${FRESH}${middle}${FRESH}${end}`),
    ),
  );
}
