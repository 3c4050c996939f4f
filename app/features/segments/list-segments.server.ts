import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { countSegments, selectSegments } from "./segment-store.server.ts";
import { viewSegment, type SegmentView } from "./segment-view.ts";

export interface ListSegmentsInput {
  readonly project: string;
  readonly environment: string;
  /** Part of a key or name. */
  readonly search?: string | undefined;
  /** 1 to 200; 50 where left out. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface SegmentPage {
  readonly segments: readonly SegmentView[];
  /** How many there are over all pages. */
  readonly total: number;
  /** Null on the last page. */
  readonly next: string | null;
}

/** Last changed first. */
export async function listSegments(ctx: Context, input: ListSegmentsInput): Promise<SegmentPage> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const limit = input.limit ?? 50;
  const offset = input.cursor === undefined ? 0 : Number(input.cursor);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw invalid("/cursor", "This is not a cursor of this list.");
  const query = { environmentId, search: input.search };
  const [rows, total] = await Promise.all([
    selectSegments(ctx.db, { ...query, limit: limit + 1, offset }),
    countSegments(ctx.db, query),
  ]);
  return {
    segments: rows.slice(0, limit).map(viewSegment),
    total,
    next: rows.length > limit ? String(offset + limit) : null,
  };
}
