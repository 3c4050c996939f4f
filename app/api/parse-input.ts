import type { z } from "zod";
import { invalidFields, type FieldProblem } from "#app/platform/problem.ts";

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
