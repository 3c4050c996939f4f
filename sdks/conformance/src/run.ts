import type { Snapshot } from "@guidon/engine";
import { caseFiles, type Case, type Expected, type Need } from "./cases.ts";

/** What a subject answers: an evaluation, or as much of one as it can tell. */
export type Answer = { readonly [K in keyof Expected]?: unknown };

/** An implementation to be tried: the engine in process, an SDK, the CLI, the HTTP API. */
export interface Subject {
  /** What it cannot be asked; cases that need it are skipped by that name. */
  readonly lacks?: readonly Need[];
  /** The fields that it can tell; all where absent. */
  readonly tells?: readonly (keyof Expected)[];
  /** Makes it evaluate with this snapshot and no other. */
  load(snapshot: Snapshot): void | Promise<void>;
  evaluate(
    flag: string,
    context: Case["context"],
    options: { now: number } & Pick<Case, "type">,
  ): Answer | Promise<Answer>;
}

export interface Report {
  readonly passed: number;
  readonly failed: readonly {
    readonly file: string;
    readonly name: string;
    readonly law: string;
    readonly field: string;
    readonly expected: unknown;
    readonly actual: unknown;
  }[];
  readonly skipped: readonly { readonly file: string; readonly name: string; readonly reason: string }[];
}

const STRICT = ["errorCode", "detail", "experiment", "validUntil"] as const;

/** Asks a subject every case, and reports what it got wrong. */
export async function runCases(subject: Subject): Promise<Report> {
  let passed = 0;
  const failed: Report["failed"][number][] = [];
  const skipped: Report["skipped"][number][] = [];
  for (const file of caseFiles) {
    await subject.load(file.snapshot);
    for (const found of file.cases) {
      const lack = found.needs.find((need) => subject.lacks?.includes(need));
      if (lack) {
        skipped.push({ file: file.name, name: found.name, reason: `the subject has no ${lack}` });
        continue;
      }
      const { flag, context, now, type } = found;
      const answer = await subject.evaluate(flag, context, { now: Date.parse(now), ...(type && { type }) });
      const wrong = firstDifference(found.expect, answer, subject.tells);
      if (wrong) failed.push({ file: file.name, name: found.name, law: found.law, ...wrong });
      else passed++;
    }
  }
  return { passed, failed, skipped };
}

/** The first field in which an answer is not what was expected. */
export function firstDifference(
  expect: Expected,
  answer: Answer,
  tells?: Subject["tells"],
): { field: string; expected: unknown; actual: unknown } | undefined {
  const fields = new Set([...(Object.keys(expect) as (keyof Expected)[]), ...STRICT]);
  if (expect.variant === null) fields.delete("value");
  for (const field of fields) {
    if (tells && !tells.includes(field)) continue;
    const [expected, actual] = [expect[field] ?? null, answer[field] ?? null];
    if (!isSame(expected, actual)) return { field, expected, actual };
  }
  return undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(right).filter((key) => right[key] !== undefined).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}
