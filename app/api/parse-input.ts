import type { z } from "zod";
import { invalidFields, Problem, type FieldProblem } from "#app/platform/problem.ts";

/** Parses one part of a request; what is wrong is told field by field, each with a JSON Pointer. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(parsed.error.issues.flatMap(fieldProblems));
}

type Issue = z.core.$ZodIssue;

function fieldProblems(issue: Issue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      message: `There is no field "${key}" here.`,
    }));
  }
  if (issue.code === "invalid_union") {
    // The branch that got furthest tells best what was meant.
    const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0];
    if (nearest !== undefined && depth(nearest) > 1) {
      return nearest.flatMap((inner) => fieldProblems({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [{ pointer: pointer(issue.path), message: issue.message }];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const deepest = 100;

/** Schemas follow a body by recursion, so what would exhaust the stack is refused before. */
export function refuseDeep(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) {
      throw new Problem("invalid_input", { detail: `This is nested more than ${deepest} levels deep.` });
    }
    level = level.flatMap((each): unknown[] =>
      typeof each === "object" && each !== null ? Object.values(each) : [],
    );
  }
}

/**
 * PostgreSQL keeps neither NUL nor half of a surrogate pair, so nothing that is to be stored may hold them.
 * Throws with the pointer of the first such text. For what has passed `refuseDeep`.
 */
export function refuseUnstorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (!value.includes("\0") && value.isWellFormed()) return;
    const message = "Text may hold neither the NUL character nor half of a surrogate pair.";
    throw new Problem("invalid_input", { detail: message, fields: [{ pointer: pointer(path), message }] });
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    refuseUnstorable(key, [...path, key]);
    refuseUnstorable(each, [...path, key]);
  }
}
