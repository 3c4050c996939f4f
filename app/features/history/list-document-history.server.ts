import type { Document, DocumentKind } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readDocumentHistory } from "#app/features/publishing/read-document-history.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { changesInWords } from "./changes-in-words.ts";
import { revisionBefore } from "./cursor.ts";

export interface DocumentRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
  /** Null where it was archived or deleted at this revision. */
  readonly document: Document | null;
  /** What changed against its revision before, in readable lines. */
  readonly changes: readonly string[];
}

export interface ListDocumentHistoryInput {
  readonly project: string;
  readonly environment: string;
  readonly kind: DocumentKind;
  readonly key: string;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Every revision of a flag or segment in one environment, newest first: also of one that is deleted. */
export async function listDocumentHistory(
  ctx: Context,
  input: ListDocumentHistoryInput,
): Promise<{ revisions: DocumentRevision[]; next: string | null }> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const { kind, key, limit = 50 } = input;
  // One more than asked for, to tell what the oldest one shown changed.
  const rows = await readDocumentHistory(ctx, {
    ...{ environmentId, kind, key, limit: limit + 1 },
    before: revisionBefore(input.cursor),
  });
  if (rows.length === 0 && input.cursor === undefined)
    throw new Problem("not_found", {
      detail: `There never was a ${kind} "${key}" in ${input.environment}.`,
    });
  const page = rows.slice(0, limit);
  return {
    revisions: page.map(({ revision, publishedAt, actorName, comment, document, left }, index) => ({
      ...{ revision, at: publishedAt, actor: actorName, comment, document },
      changes: changesInWords(kind, { before: rows[index + 1]?.document ?? null, after: document, left }),
    })),
    next: rows.length > limit ? String(page.at(-1)?.revision) : null,
  };
}
