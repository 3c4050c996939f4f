import type { FlagType } from "@guidon/engine";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { cut, readCursor } from "#app/platform/cursor.ts";
import type { FlagKind } from "./flag.ts";
import { flagOrder, flagPosition, type FlagSort } from "./flag-order.ts";
import { countFlags, selectFlags } from "./flag-store.server.ts";
import { viewFlag, type FlagView } from "./flag-view.ts";

export interface ListFlagsInput {
  readonly project: string;
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly type?: FlagType | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  readonly client?: boolean | undefined;
  readonly archived?: boolean | undefined;
  /** Last changed first where left out. */
  readonly sort?: FlagSort | undefined;
  /** 1 to 200; 50 where left out. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

export interface FlagPage {
  readonly flags: readonly FlagView[];
  /** How many there are over all pages. */
  readonly total: number;
  /** Null on the last page. */
  readonly next: string | null;
}

export async function listFlags(ctx: Context, input: ListFlagsInput): Promise<FlagPage> {
  const { project: key, sort = "-updatedAt", limit = 50, cursor, ...asked } = input;
  const project = await locateProject(ctx, key, "flag.read");
  const order = flagOrder(sort);
  const name = `flags ${sort}`;
  const like = order.by === "key" || order.by === "name" ? ["", ""] : [0, ""];
  const behind = readCursor(cursor, name, like);
  const query = { ...asked, projectId: project.id };
  const [rows, total] = await Promise.all([
    selectFlags(ctx.db, query, { order, behind, limit: limit + 1 }),
    countFlags(ctx.db, query),
  ]);
  const page = cut(rows, { name, position: (flag) => flagPosition(flag, order) }, limit);
  const configured = await readTargetings(
    ctx.db,
    page.rows.map(({ id }) => id),
  );
  return {
    flags: page.rows.map((flag) =>
      viewFlag(
        flag,
        configured.filter(({ flagId }) => flagId === flag.id),
      ),
    ),
    total,
    next: page.next,
  };
}
