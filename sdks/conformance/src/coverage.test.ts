import { readFileSync } from "node:fs";
import path from "node:path";
import type { Clause, Condition, Operator } from "@guidon/engine";
import { expect, test } from "vitest";
import { caseFiles } from "./index.ts";

const cases = caseFiles.flatMap((file) => file.cases.map((found) => ({ ...found, file: file.name })));

/** A line of the law, how many cases prove it, and in which files. */
function table(): string[][] {
  const laws = new Map<string, string[]>();
  for (const { law, file } of cases) laws.set(law, [...(laws.get(law) ?? []), file]);
  return [...laws]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([law, files]) => [law, String(files.length), [...new Set(files)].sort().join(", ")]);
}

test("coverage.md says which cases prove which line of the law", () => {
  const text = readFileSync(path.join(import.meta.dirname, "../coverage.md"), "utf8");
  const written = text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (-|line)/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(" | ")
        .map((cell) => cell.replaceAll("`", "").trim()),
    );
  expect(written).toEqual(table());
});

const OPERATORS: Readonly<Record<Operator, true>> = {
  ...{ in: true, contains: true, startsWith: true, endsWith: true, matches: true },
  ...{ lt: true, lte: true, gt: true, gte: true, between: true, before: true, after: true },
  ...{ semverEq: true, semverLt: true, semverLte: true, semverGt: true, semverGte: true },
  ...{ inCidr: true, exists: true, sizeEq: true, sizeGt: true, sizeLt: true },
};

/** What the attribute of a clause is in a case, and how the clause comes out. */
function seen(op: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { snapshot, cases } of caseFiles)
    for (const flag of snapshot.flags) {
      const clause = clauseOf(flag.rules[0]?.when);
      if (clause?.op !== op || !flag.key.startsWith("condition-") || /[.\\$]/.test(clause.attribute))
        continue;
      for (const {
        context,
        expect: { variant },
      } of cases.filter((one) => one.flag === flag.key)) {
        const value = context[clause.attribute];
        const kind = Array.isArray(value) ? (value.length > 0 ? "array" : "empty array") : typeof value;
        found.add(value === undefined ? "absent" : value === null ? "null" : kind);
        found.add(`${Array.isArray(value) ? "array: " : ""}${variant}`);
      }
    }
  return found;
}

const clauseOf = (when: Condition | undefined): Clause | undefined =>
  when && "attribute" in when ? when : undefined;

test.each(Object.keys(OPERATORS))("%s is tried on whatever an attribute can be", (op) => {
  const isAnything = op === "exists";
  expect([...seen(op)]).toEqual(
    expect.arrayContaining([
      ...["absent", "null", "string", "number", "boolean", "object", "array", "empty array"],
      ...(op.startsWith("size") ? [] : ["true", "false"]),
      ...(isAnything ? [] : ["unknown"]),
      ...["array: true", ...(isAnything ? [] : ["array: false"])],
    ]),
  );
});

test("every reason, error and detail is served by a case", () => {
  const of = (name: "reason" | "errorCode" | "detail"): string[] =>
    [...new Set(cases.map(({ expect }) => expect[name] ?? ""))].filter((found) => found !== "").sort();
  expect(of("reason")).toEqual(["DEFAULT", "DISABLED", "ERROR", "SPLIT", "STATIC", "TARGETING_MATCH"]);
  // GENERAL is what a matcher or hasher that throws ends in: no document and no context does.
  expect(of("errorCode")).toEqual(["FLAG_NOT_FOUND", "PARSE_ERROR", "TYPE_MISMATCH"]);
  expect(of("detail")).toEqual(
    [
      ...["archived", "engine_too_old", "held_out", "killed", "outside_layer", "outside_traffic"],
      ...["prerequisite", "unit_missing"],
    ].sort(),
  );
});

test("both ends of every range of a split and of its gates are drawn", () => {
  const drawn = (flag: string, kind: "split" | "gates"): ReadonlySet<unknown> =>
    new Set(
      cases.flatMap(({ file, flag: own, expect: { draws } }) =>
        file === "splits" && own === flag && draws ? [draws[kind]].flat() : [],
      ),
    );
  const { flags } = caseFiles.find(({ name }) => name === "splits")!.snapshot;
  const three = flags.find(({ key }) => key === "three")!.fallthrough;
  const ends = "split" in three ? three.split.slices.flatMap(([, from, to]) => [from, to - 1]) : [];
  expect([...drawn("three", "split")]).toEqual(expect.arrayContaining(ends));
  const traffic = flags.find(({ key }) => key === "traffic-otherwise")?.rules[0]?.serve ?? { variant: "" };
  const [from, to] = ("split" in traffic && traffic.split.gates?.[0]?.ranges[0]) || [0, 0];
  const around = [from - 1, from, to - 1, to].filter((bucket) => bucket >= 0);
  expect([...drawn("traffic-otherwise", "gates")]).toEqual(expect.arrayContaining(around));
});
