import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { countFlags, selectFlags } from "./flag-list-store.server.ts";
import { staleAfterMs, type FlagFilter } from "./flag-query.ts";
import { viewFlag } from "./flag-view.ts";
import type { ListedFlag } from "./listed-flag.ts";
import { neededFlags } from "./needed-flags.ts";

export interface ListFlagsInput extends FlagFilter {
  readonly project: string;
  /** 1 to 200; 50 where left out. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

export interface FlagPage {
  readonly flags: readonly ListedFlag[];
  /** How many there are over all pages. */
  readonly total: number;
  /** Of the first one here, from 0. */
  readonly offset: number;
  /** Null on the last page. */
  readonly next: string | null;
}

/** Last changed first, unless asked for in another order. */
export async function listFlags(ctx: Context, input: ListFlagsInput): Promise<FlagPage> {
  const { project, limit = 50, cursor, ...filter } = input;
  const { id } = await locateProject(ctx, project, "flag.read");
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw invalid("/cursor", "This is not a cursor of this list.");
  const now = ctx.now();
  const query = { ...filter, projectId: id, now, quietSince: new Date(now.getTime() - staleAfterMs) };
  const [rows, total, environments] = await Promise.all([
    selectFlags(ctx.db, { ...query, limit: limit + 1, offset }),
    countFlags(ctx.db, query),
    listEnvironments(ctx, { project }),
  ]);
  const page = rows.slice(0, limit);
  const configured = Map.groupBy(
    await readTargetings(
      ctx.db,
      page.map((flag) => flag.id),
    ),
    ({ flagId }) => flagId,
  );
  const needs = neededFlags(
    environments.flatMap((environment) => ctx.snapshots.get(environment.id)?.snapshot ?? []),
  );
  return {
    flags: page.map(({ stale, ...flag }) => ({
      ...viewFlag(flag, configured.get(flag.id) ?? []),
      lifecycle: flag.dueOn !== null && flag.dueOn < now ? "expired" : stale ? "stale" : null,
      neededBy: needs.get(flag.key)?.size ?? 0,
    })),
    total,
    offset,
    next: rows.length > limit ? String(offset + limit) : null,
  };
}
