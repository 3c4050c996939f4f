/** @module What is wrong with documents, for the people who write them. */
import { compile } from "./compile.ts";
import { MESSAGES } from "./messages.ts";
import { isObject } from "./path.ts";
import type { CompileOptions } from "./program.ts";
import { moreOperators } from "./more-operators.ts";
import { checkDocument } from "./schema.ts";
import type { Facts, Reference } from "./entry.ts";
import type { Document, DocumentKind, DocumentName, Problem, Snapshot } from "./types.ts";

export { isKey } from "./schema.ts";

/** Hand in what `compile` gets, so that patterns and hash profiles are checked too. */
export type ValidateOptions = Pick<CompileOptions, "matcher" | "hasher">;

/**
 * Everything wrong with a snapshot (references and cycles over the whole graph included) or with one flag or segment (by itself); empty where
 * all is well. Never throws.
 */
export function validate(input: Snapshot | Document, options: ValidateOptions = {}): Problem[] {
  const tools = { ...options, moreOperators };
  const source: unknown = input;
  if (!isObject(source)) return [problem("", "not_an_object")];
  if (!Array.isArray(source["flags"])) {
    const kind: DocumentKind = "variants" in source ? "flag" : "segment";
    return problemsOf(checkDocument(kind, source, tools), source);
  }
  const snapshot = source as unknown as Snapshot;
  const problems: Problem[] = [];
  const index = indexOf(snapshot);
  for (const kind of ["flag", "segment"] as const)
    for (const { document, pointer } of index[kind].values()) {
      const check = checkDocument(kind, document, tools);
      const own = [
        ...problemsOf(check, document),
        ...check.references.flatMap((need) => lacks(need, index, snapshot)),
      ];
      problems.push(...own.map((found) => ({ ...found, pointer: pointer + found.pointer })));
    }
  for (const { kind, key, problems: found } of compile(snapshot, options).quarantined)
    for (const { code } of found)
      if (code === "cycle" || code === "nested_too_deep" || code === "duplicate_key") {
        const pointer = index[kind].get(key)?.pointer ?? "";
        const way = code === "cycle" ? wayRound({ kind, key }, index) : "";
        problems.push({ ...problem(pointer, code), ...(way && { message: `${way}. ${MESSAGES[code]!}` }) });
      }
  return problems;
}

/** The flags and segments that name this one in a prerequisite or condition: while there are any, it must not be archived or deleted. */
export function dependents(snapshot: Snapshot, { kind, key }: DocumentName): DocumentName[] {
  const index = indexOf(snapshot);
  return (["flag", "segment"] as const).flatMap((from) =>
    [...index[from]]
      .filter(([, { document }]) =>
        checkDocument(from, document, {}).references.some((need) => need.kind === kind && need.key === key),
      )
      .map(([name]) => ({ kind: from, key: name })),
  );
}

/** The flags and segments that a document names, with where and which variants. */
export function references(kind: DocumentKind, document: Document): readonly Reference[] {
  return checkDocument(kind, document, {}).references;
}

interface Place {
  readonly document: unknown;
  readonly pointer: string;
}
type Index = Readonly<Record<DocumentKind, ReadonlyMap<string, Place>>>;

function indexOf(snapshot: Snapshot): Index {
  const entries = (documents: unknown, at: string): [string, Place][] =>
    (Array.isArray(documents) ? (documents as unknown[]) : []).map((document, i) => [
      isObject(document) && typeof document["key"] === "string" ? document["key"] : JSON.stringify(document),
      { document, pointer: `${at}/${i}` },
    ]);
  return {
    flag: new Map(entries(snapshot.flags, "/flags")),
    segment: new Map(entries(snapshot.segments, "/segments")),
  };
}

function problemsOf(check: Facts, document: unknown): Problem[] {
  const found = check.problems.map(({ pointer, code }) => problem(pointer, code));
  const rules =
    isObject(document) && Array.isArray(document["rules"]) ? (document["rules"] as unknown[]) : [];
  const ids = new Set<unknown>();
  for (const [i, rule] of rules.entries()) {
    const id = isObject(rule) ? rule["id"] : undefined;
    if (id !== undefined && ids.has(id)) found.push(problem(`/rules/${i}/id`, "duplicate_rule_id"));
    ids.add(id);
  }
  return found;
}

function lacks(need: Reference, index: Index, snapshot: Snapshot): Problem[] {
  const place = index[need.kind].get(need.key);
  if (!place) {
    const isArchived = need.kind === "flag" && snapshot.archived?.includes(need.key);
    return [problem(need.pointer, isArchived ? "archived_flag" : `missing_${need.kind}`)];
  }
  const { variants } = isObject(place.document) ? place.document : {};
  const known = new Set(
    (Array.isArray(variants) ? (variants as unknown[]) : []).map((variant) =>
      isObject(variant) ? variant["key"] : undefined,
    ),
  );
  return need.variants
    .filter((variant) => need.kind === "flag" && !known.has(variant))
    .map(() => problem(need.pointer, "missing_variant"));
}

/** A cycle in words, such as "flag a needs segment b, which needs flag a". */
function wayRound(start: DocumentName, index: Index): string {
  const paths: DocumentName[][] = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path; path = paths.shift()) {
    const last = path.at(-1)!;
    const place = index[last.kind].get(last.key);
    for (const need of place ? checkDocument(last.kind, place.document, {}).references : []) {
      if (need.kind === start.kind && need.key === start.key)
        return [...path.slice(1), start].reduce(
          (text, step, i) => `${text}${i > 0 ? ", which" : ""} needs ${step.kind} ${step.key}`,
          `${start.kind} ${start.key}`,
        );
      if (seen.has(`${need.kind} ${need.key}`)) continue;
      seen.add(`${need.kind} ${need.key}`);
      paths.push([...path, need]);
    }
  }
  return "";
}

const problem = (pointer: string, code: string): Problem => ({
  pointer,
  code,
  message: MESSAGES[code] ?? code,
});
