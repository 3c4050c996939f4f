import type { FieldProblem } from "#app/platform/problem.ts";

/** A problem as pages show it: beside the fields where it names them, above the form where it does not. */
export interface ProblemView {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string;
}

/** What is said about one field, by its JSON Pointer; about what is inside of it too. */
export function fieldMessage(problem: ProblemView | undefined, pointer: string): string | undefined {
  return problem?.fields.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`))
    ?.message;
}

/** What belongs above the form: nothing where `shown` fields say it all already. */
export function formMessage(problem: ProblemView | undefined, shown: readonly string[]): string | undefined {
  if (problem === undefined) return undefined;
  const beside = problem.fields.filter((field) =>
    shown.some((pointer) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`)),
  );
  if (problem.fields.length > 0 && beside.length === problem.fields.length) return undefined;
  const others = problem.fields.filter((field) => !beside.includes(field)).map((field) => field.message);
  return others.length > 0 ? others.join(" ") : (problem.detail ?? problem.title);
}

export function isProblemView(value: unknown): value is ProblemView {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "requestId" in value &&
    "fields" in value
  );
}
