import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { cut, readCursor } from "#app/platform/cursor.ts";
import { countFlags, selectFlags } from "./flag-list-store.server.ts";
import { flagOrder, flagPosition, type FlagSort } from "./flag-order.ts";
import { staleAfterMs, type FlagFilter } from "./flag-query.ts";
import { viewFlag } from "./flag-view.ts";
import type { ListedFlag } from "./listed-flag.ts";
import { neededFlags } from "./needed-flags.ts";

export interface ListFlagsInput extends FlagFilter {
  readonly project: string;
  /** Last changed first where left out; `fit` puts first what the search fits best, and goes no further than one page. */
  readonly sort?: FlagSort | "fit" | undefined;
  /** 1 to 200; 50 where left out. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
  /** How many to pass over, for pages with numbers. */
  readonly offset?: number | undefined;
}

export interface FlagPage {
  readonly flags: readonly ListedFlag[];
  /** How many there are over all pages. */
  readonly total: number;
  /** Null on the last page. */
  readonly next: string | null;
}

export async function listFlags(ctx: Context, input: ListFlagsInput): Promise<FlagPage> {
  const { project, sort = "-updatedAt", limit = 50, cursor, offset, ...filter } = input;
  const { id } = await locateProject(ctx, project, "flag.read");
  const order = sort === "fit" ? undefined : flagOrder(sort);
  const name = `flags ${sort}`;
  const like = order?.by === "key" || order?.by === "name" ? ["", ""] : [0, ""];
  const behind = readCursor(cursor, name, like);
  const now = ctx.now();
  const query = { ...filter, projectId: id, now, quietSince: new Date(now.getTime() - staleAfterMs) };
  const [rows, total, environments] = await Promise.all([
    selectFlags(ctx.db, query, { order, behind, offset, limit: limit + 1 }),
    countFlags(ctx.db, query),
    // Who may not see environments sees the flags, and not who needs them there.
    can(ctx.actor, "environment.read", { projectId: id }) ? listEnvironments(ctx, { project }) : [],
  ]);
  const page = cut(
    rows,
    { name, position: (flag) => (order === undefined ? [] : flagPosition(flag, order)) },
    limit,
  );
  const ids = page.rows.map((flag) => flag.id);
  const configured = Map.groupBy(await readTargetings(ctx.db, ids), ({ flagId }) => flagId);
  const needs = neededFlags(
    environments.flatMap((environment) => ctx.snapshots.get(environment.id)?.snapshot ?? []),
  );
  return {
    flags: page.rows.map(({ stale, ...flag }) => ({
      ...viewFlag(flag, configured.get(flag.id) ?? []),
      lifecycle: flag.dueOn !== null && flag.dueOn < now ? "expired" : stale ? "stale" : null,
      neededBy: needs.get(flag.key)?.size ?? 0,
    })),
    total,
    next: order === undefined ? null : page.next,
  };
}
