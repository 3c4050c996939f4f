import { isBusy, isOutage, sqlState } from "#db/client.server.ts";
import { Problem } from "./problem.ts";

const foreignKeyViolation = "23503";

/** What an edge says of an error. What is neither a refusal nor a database that is away is a bug of ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isBusy(error))
    return unavailable("Too many changes wait for the database. Try this again in a moment.");
  if (isOutage(error)) {
    return unavailable(
      "The database does not answer just now. Flags are evaluated as before; try this again in a moment, " +
        "and look whether a change was made before repeating it.",
    );
  }
  // Use cases look first: only what goes at the very moment is met here.
  if (sqlState(error) === foreignKeyViolation) {
    return new Problem("not_found", { detail: "What this belongs to was deleted in this moment." });
  }
  return new Problem("unexpected");
}

const unavailable = (detail: string) =>
  new Problem("unavailable", { detail, headers: { "retry-after": "2" } });
