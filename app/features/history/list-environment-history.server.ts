import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readPublications } from "#app/features/publishing/read-publications.server.ts";
import type { Context } from "#app/platform/context.ts";
import { changesInWords, type NamedChanges } from "./changes-in-words.ts";
import { revisionBefore } from "./cursor.ts";

/** Of a publication that changed more, the rest is only counted; a comparison tells all of it. */
const mostDocuments = 10;

export interface EnvironmentRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
  /** In the order of the keys; flags first. */
  readonly documents: readonly NamedChanges[];
  /** How many flags and segments changed beyond those. */
  readonly more: number;
}

export interface ListEnvironmentHistoryInput {
  readonly project: string;
  readonly environment: string;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Every publication of an environment, newest first. */
export async function listEnvironmentHistory(
  ctx: Context,
  input: ListEnvironmentHistoryInput,
): Promise<{ revisions: EnvironmentRevision[]; next: string | null }> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const limit = input.limit ?? 50;
  const before = revisionBefore(input.cursor);
  const rows = await readPublications(ctx, { environmentId, before, limit: limit + 1, most: mostDocuments });
  const page = rows.slice(0, limit);
  return {
    revisions: page.map(({ revision, publishedAt, actorName, comment, changes, total }) => ({
      revision,
      at: publishedAt,
      actor: actorName,
      comment,
      documents: changes.map(({ kind, key, ...sides }) => ({
        kind,
        key,
        changes: changesInWords(kind, sides),
      })),
      more: total - changes.length,
    })),
    next: rows.length > limit ? String(page.at(-1)?.revision) : null,
  };
}
