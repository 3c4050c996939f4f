import { isOutage } from "#db/client.server.ts";
import { Problem } from "./problem.ts";

/** What an edge says of an error. What is neither a refusal nor a database that is away is a bug of ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error)) {
    return new Problem("unavailable", {
      detail:
        "The database does not answer just now. Flags are evaluated as before; try this again in a moment, " +
        "and look whether a change was made before repeating it.",
      headers: { "retry-after": "2" },
    });
  }
  return new Problem("unexpected");
}
