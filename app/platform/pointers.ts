import type { FieldProblem } from "./problem.ts";

/** What is said about a place or about what is inside of it, with pointers that begin there. */
export function problemsAt(problems: readonly FieldProblem[], pointer: string): FieldProblem[] {
  return problems
    .filter((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))
    .map((each) => ({ ...each, pointer: each.pointer.slice(pointer.length) }));
}

/** The first thing that is said about a place or what is inside of it. */
export function messageAt(problems: readonly FieldProblem[], pointer: string): string | undefined {
  return problemsAt(problems, pointer)[0]?.message;
}
