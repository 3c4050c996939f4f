import type { ListReference } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { Context } from "#app/platform/context.ts";
import { holdList } from "./hold-list.server.ts";
import { locateSegment } from "./locate-segment.server.ts";

export interface KeyPage extends ListReference {
  readonly by: string;
  readonly keys: readonly string[];
  /** How many match, over all pages. */
  readonly total: number;
  /** The last key of the page; null where no more follow. */
  readonly next: string | null;
}

/** Whom a segment's list holds, in the order of their code units. */
export async function readKeys(
  ctx: Context,
  input: {
    readonly project: string;
    readonly environment: string;
    readonly segment: string;
    readonly list: ListName;
    /** Part of a key. */
    readonly search?: string | undefined;
    /** 1 to 1,000; 50 where left out. */
    readonly limit?: number | undefined;
    /** `next` of the page before. */
    readonly cursor?: string | undefined;
  },
): Promise<KeyPage> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const segment = await locateSegment(ctx.db, place, input.segment);
  const { keys, revision, count, digest } = await holdList(ctx.db, ctx, segment, input.list);
  const { search = "", cursor, limit = 50 } = input;
  const matching = [...keys].filter((key) => search === "" || key.includes(search)).sort();
  const from = cursor === undefined ? 0 : matching.findIndex((key) => key > cursor);
  const page = from === -1 ? [] : matching.slice(from, from + limit);
  const isLast = from === -1 || from + limit >= matching.length;
  return {
    ...{ by: segment.by, revision, count, digest, keys: page, total: matching.length },
    next: isLast ? null : (page.at(-1) ?? null),
  };
}
