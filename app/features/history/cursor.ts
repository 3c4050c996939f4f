import { invalid } from "#app/platform/problem.ts";

/** Lists of revisions go backwards: a cursor is the last one shown. */
export function revisionBefore(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const revision = Number(cursor);
  if (/^\d+$/.test(cursor) && Number.isSafeInteger(revision)) return revision;
  throw invalid("/cursor", "This is not a cursor of this list.");
}
