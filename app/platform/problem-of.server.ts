import { isOutage } from "#db/client.server.ts";
import { Problem } from "./problem.ts";

/** What an error is to the caller; undefined for a bug. The one place where a database that is away becomes an answer. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!isOutage(error)) return undefined;
  return new Problem("unavailable", {
    detail:
      "The database does not answer just now. Flags are evaluated as before; try this again in a moment, " +
      "and look whether a change was made before repeating it.",
    headers: { "retry-after": "2" },
  });
}
