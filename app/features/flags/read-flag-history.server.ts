import type { FlagDocument } from "@guidon/engine";
import { diffFlag } from "@guidon/engine/diff";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readDocumentHistory } from "#app/features/publishing/read-document-history.server.ts";
import type { Context } from "#app/platform/context.ts";

export interface FlagRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
  /** Null where the flag was archived or removed at this revision. */
  readonly document: FlagDocument | null;
  /** What changed against the revision before, in readable lines. */
  readonly changes: readonly string[];
}

/** Every revision of a flag in one environment, newest first. */
export async function readFlagHistory(
  ctx: Context,
  input: { project: string; environment: string; flag: string; limit?: number | undefined },
): Promise<FlagRevision[]> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const limit = input.limit ?? 100;
  // One more than asked for, to tell what the oldest one shown changed.
  const rows = await readDocumentHistory(ctx, {
    environmentId: place.environmentId,
    kind: "flag",
    key: input.flag,
    limit: limit + 1,
  });
  return rows.slice(0, limit).map((row, index) => {
    const document = row.document as FlagDocument | null;
    const before = (rows[index + 1]?.document ?? null) as FlagDocument | null;
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

function changesBetween(before: FlagDocument | null, after: FlagDocument | null): readonly string[] {
  if (after === null) return ["archived"];
  return before === null ? ["created"] : diffFlag(before, after).map(({ text }) => text);
}
