import { isUnreachable } from "#db/client.server.ts";
import { Problem } from "./problem.ts";

/** What an edge says of an error. What is neither a refusal nor a database that is away is a bug of ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isUnreachable(error)) {
    return new Problem("unavailable", {
      detail: "The database cannot be reached. Try again in a moment.",
      headers: { "retry-after": "1" },
    });
  }
  return new Problem("unexpected");
}
