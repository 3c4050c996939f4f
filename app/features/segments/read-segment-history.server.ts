import type { SegmentDocument } from "@guidon/engine";
import { diffSegment } from "@guidon/engine/diff";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readDocumentHistory } from "#app/features/publishing/read-document-history.server.ts";
import type { Context } from "#app/platform/context.ts";

export interface SegmentRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
  /** Null where it was deleted. Long lists are named by revision, count and digest. */
  readonly document: SegmentDocument | null;
  readonly changes: readonly string[];
}

/** Every revision of a segment in its environment, newest first; of a deleted one, too. */
export async function readSegmentHistory(
  ctx: Context,
  input: { project: string; environment: string; segment: string; limit?: number | undefined },
): Promise<SegmentRevision[]> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const limit = input.limit ?? 50;
  const rows = await readDocumentHistory(ctx, {
    environmentId,
    kind: "segment",
    key: input.segment,
    limit: limit + 1,
  });
  return rows.slice(0, limit).map((row, index) => {
    const document = row.document as SegmentDocument | null;
    const before = (rows[index + 1]?.document ?? null) as SegmentDocument | null;
    return {
      revision: row.revision,
      at: row.publishedAt,
      actor: row.actorName,
      comment: row.comment,
      document,
      changes: changesBetween(before, document),
    };
  });
}

function changesBetween(before: SegmentDocument | null, after: SegmentDocument | null): readonly string[] {
  if (after === null) return ["deleted"];
  return before === null ? ["created"] : diffSegment(before, after).map(({ text }) => text);
}
